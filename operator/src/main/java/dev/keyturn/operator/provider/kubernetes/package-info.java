/**
 * Secrets of one namespace of a cluster, of this one or another, over the Kubernetes API as the
 * store's own identity. {@code KubernetesClient} is the surface; {@code SecretObject} reads what
 * the API server answers, {@code StatusMeaning} what it refuses.
 */
@NullMarked
package dev.keyturn.operator.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
