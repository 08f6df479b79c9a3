/** Failures that tests ask for. */
@NullMarked
package dev.keyturn.devcluster.fault;

import org.jspecify.annotations.NullMarked;
