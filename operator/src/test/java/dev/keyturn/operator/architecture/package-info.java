/** The rules of the house, held by tests: who may see whom, and what nobody may call. */
@NullMarked
package dev.keyturn.operator.architecture;

import org.jspecify.annotations.NullMarked;
