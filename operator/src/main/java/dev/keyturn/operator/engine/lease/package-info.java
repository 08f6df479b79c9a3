/** When leases and certificates are renewed, replaced and given up: arithmetic over instants. */
@NullMarked
package dev.keyturn.operator.engine.lease;

import org.jspecify.annotations.NullMarked;
