/** The tree of manifests against the real API server. */
@NullMarked
package dev.keyturn.e2e.manifests;

import org.jspecify.annotations.NullMarked;
