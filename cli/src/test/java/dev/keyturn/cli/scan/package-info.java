@NullMarked
package dev.keyturn.cli.scan;

import org.jspecify.annotations.NullMarked;
