/** {@code keyturn render}: the Secret of a SecretSync, without a cluster and without a backend. */
@NullMarked
package dev.keyturn.cli.render;

import org.jspecify.annotations.NullMarked;
