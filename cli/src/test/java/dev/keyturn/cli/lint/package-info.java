@NullMarked
package dev.keyturn.cli.lint;

import org.jspecify.annotations.NullMarked;
