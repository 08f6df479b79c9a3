/** Refusals of the API server, as Kubernetes Status objects. */
@NullMarked
package dev.keyturn.devcluster.failure;

import org.jspecify.annotations.NullMarked;
