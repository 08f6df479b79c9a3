/** The embedded API server as its clients see it. */
@NullMarked
package dev.keyturn.devcluster;

import org.jspecify.annotations.NullMarked;
