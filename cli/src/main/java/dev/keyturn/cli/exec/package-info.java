/** {@code keyturn exec}: a child process with the values of a Secret in its environment. */
@NullMarked
package dev.keyturn.cli.exec;

import org.jspecify.annotations.NullMarked;
