/** Values that stand in the store itself, for tests and demonstrations. */
@NullMarked
package dev.keyturn.operator.provider.fake;

import org.jspecify.annotations.NullMarked;
