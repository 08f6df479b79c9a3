/** Keyed hashes that tell whether a secret changed. Pure: imports the JDK alone. */
@NullMarked
package dev.keyturn.operator.engine.mac;

import org.jspecify.annotations.NullMarked;
