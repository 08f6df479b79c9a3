/** The way of a value from a real Vault into a Secret of a real cluster, with the chart's rights. */
@NullMarked
package dev.keyturn.e2e.sync;

import org.jspecify.annotations.NullMarked;
