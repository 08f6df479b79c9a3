@NullMarked
package dev.keyturn.cli.migrate;

import org.jspecify.annotations.NullMarked;
