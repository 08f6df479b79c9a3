/** The contract of every provider as tests, and the programmable backend that is its reference. */
@NullMarked
package dev.keyturn.operator.provider.testkit;

import org.jspecify.annotations.NullMarked;
