/**
 * Environment variables of the operator's own process as a backend, for development. The process
 * keeps them as text for its whole life, so values here cannot be wiped everywhere.
 */
@NullMarked
package dev.keyturn.operator.provider.environment;

import org.jspecify.annotations.NullMarked;
