/** A real Kubernetes node in namespaces of this machine, and what only such a node can show. */
@NullMarked
package dev.keyturn.e2e.node;

import org.jspecify.annotations.NullMarked;
