/**
 * Picks values out of what a backend handed over: an exact tree of its JSON, paths into it, whole
 * objects, decoding. Pure; every outcome is a value, none of them holds text of the payload except
 * the selected bytes.
 */
@NullMarked
package dev.keyturn.operator.engine.select;

import org.jspecify.annotations.NullMarked;
