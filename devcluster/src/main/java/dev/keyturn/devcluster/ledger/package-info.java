/** Which requests the server got. */
@NullMarked
package dev.keyturn.devcluster.ledger;

import org.jspecify.annotations.NullMarked;
