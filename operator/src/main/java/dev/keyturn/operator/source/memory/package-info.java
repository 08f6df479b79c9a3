/**
 * What values may take of the memory, from the bytes that come in until the pass that read them has
 * ended. Who finds no room waits, and never holds up another for ever by what it holds meanwhile.
 */
@NullMarked
package dev.keyturn.operator.source.memory;

import org.jspecify.annotations.NullMarked;
