/**
 * What one pass over a SecretSync does: which secrets it needs, what the target is made of, and
 * whether anything has to be written. Pure functions over records.
 */
@NullMarked
package dev.keyturn.operator.engine.plan;

import org.jspecify.annotations.NullMarked;
