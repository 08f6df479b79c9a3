/** One set of request scripts against the real API server and the embedded one. */
@NullMarked
package dev.keyturn.e2e.conformance;

import org.jspecify.annotations.NullMarked;
