/** A real Kubernetes control plane without nodes. */
@NullMarked
package dev.keyturn.e2e.kube;

import org.jspecify.annotations.NullMarked;
