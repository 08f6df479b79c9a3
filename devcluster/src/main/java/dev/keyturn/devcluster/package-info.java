/**
 * An embedded Kubernetes API server: the public entry, its options, its faults and its request
 * ledger.
 */
@NullMarked
package dev.keyturn.devcluster;

import org.jspecify.annotations.NullMarked;
