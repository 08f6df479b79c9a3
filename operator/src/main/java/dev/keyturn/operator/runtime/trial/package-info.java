/** One SecretSync of the installation's own, as the chart's {@code helm test} asks for it. */
@NullMarked
package dev.keyturn.operator.runtime.trial;

import org.jspecify.annotations.NullMarked;
