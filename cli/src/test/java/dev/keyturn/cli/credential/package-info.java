@NullMarked
package dev.keyturn.cli.credential;

import org.jspecify.annotations.NullMarked;
