/** Who may act: a Lease, and a fence on the monotonic clock. */
@NullMarked
package dev.keyturn.operator.runtime.leadership;

import org.jspecify.annotations.NullMarked;
