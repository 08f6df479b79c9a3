/** {@code keyturn dev}: an API server, the operator and an example in one process. */
@NullMarked
package dev.keyturn.cli.dev;

import org.jspecify.annotations.NullMarked;
