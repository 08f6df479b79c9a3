@NullMarked
package dev.keyturn.cli.exec;

import org.jspecify.annotations.NullMarked;
