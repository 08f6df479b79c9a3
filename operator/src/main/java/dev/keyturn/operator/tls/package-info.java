/** What all TLS connections of the operator have in common. */
@NullMarked
package dev.keyturn.operator.tls;

import org.jspecify.annotations.NullMarked;
