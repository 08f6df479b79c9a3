/** Secrets and ConfigMaps that stores refer to, and ServiceAccount tokens. */
@NullMarked
package dev.keyturn.operator.kube.credential;

import org.jspecify.annotations.NullMarked;
