/** Objects in memory, their versions and their history. */
@NullMarked
package dev.keyturn.devcluster.store;

import org.jspecify.annotations.NullMarked;
