/** The whole operator against the embedded API server, with a backend in memory. */
@NullMarked
package dev.keyturn.operator.devcluster;

import org.jspecify.annotations.NullMarked;
