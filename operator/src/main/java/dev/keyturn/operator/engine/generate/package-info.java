/** Makes candidates for secrets from randomness that is handed in. */
@NullMarked
package dev.keyturn.operator.engine.generate;

import org.jspecify.annotations.NullMarked;
