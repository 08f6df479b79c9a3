/**
 * What templates do with keys, certificates and passwords: pure but for the salts, on the JDK's
 * cryptography, and on Bouncy Castle (loaded on first use) for the formats that the JDK lacks.
 *
 * <p>Nothing throws for what a caller passes: an unreadable input is an empty answer, and what a
 * parser says about it stays here.
 */
@NullMarked
package dev.keyturn.operator.engine.template.cryptography;

import org.jspecify.annotations.NullMarked;
