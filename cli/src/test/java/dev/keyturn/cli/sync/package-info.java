@NullMarked
package dev.keyturn.cli.sync;

import org.jspecify.annotations.NullMarked;
