/** One SecretSync for many namespaces: which of them, and what is to be done in each. */
@NullMarked
package dev.keyturn.operator.engine.stamp;

import org.jspecify.annotations.NullMarked;
