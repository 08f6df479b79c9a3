/** Structural schemas: what a kind may contain, and the checks made against it. */
@NullMarked
package dev.keyturn.devcluster.schema;

import org.jspecify.annotations.NullMarked;
