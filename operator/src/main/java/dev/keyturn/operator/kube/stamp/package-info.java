/** The SecretSyncs that the operator makes in the namespaces of others. */
@NullMarked
package dev.keyturn.operator.kube.stamp;

import org.jspecify.annotations.NullMarked;
