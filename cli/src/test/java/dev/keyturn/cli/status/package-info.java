@NullMarked
package dev.keyturn.cli.status;

import org.jspecify.annotations.NullMarked;
