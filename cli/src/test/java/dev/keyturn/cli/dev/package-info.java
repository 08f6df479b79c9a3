@NullMarked
package dev.keyturn.cli.dev;

import org.jspecify.annotations.NullMarked;
