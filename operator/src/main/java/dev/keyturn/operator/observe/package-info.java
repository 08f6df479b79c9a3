/** Metrics, log lines and what keeps secrets out of both. */
@NullMarked
package dev.keyturn.operator.observe;

import org.jspecify.annotations.NullMarked;
