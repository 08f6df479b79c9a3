/** The Secrets that Keyturn writes: index, writer and the key of their hashes. */
@NullMarked
package dev.keyturn.operator.kube.target;

import org.jspecify.annotations.NullMarked;
