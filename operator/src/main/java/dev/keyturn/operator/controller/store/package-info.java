/** SecretStore and ClusterSecretStore: login, health and what their syncs may know of them. */
@NullMarked
package dev.keyturn.operator.controller.store;

import org.jspecify.annotations.NullMarked;
