/** Tests of the shared HTTP client, and servers that misbehave on purpose. */
@NullMarked
package dev.keyturn.operator.source.http;

import org.jspecify.annotations.NullMarked;
