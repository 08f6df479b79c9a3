/** ClusterSecretSync: one SecretSync in every namespace that it selects. */
@NullMarked
package dev.keyturn.operator.controller.clustersync;

import org.jspecify.annotations.NullMarked;
