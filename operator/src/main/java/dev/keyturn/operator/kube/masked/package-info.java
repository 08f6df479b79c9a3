/**
 * Takes the values out of Secrets while they come in: what is behind it sees their hashes alone.
 */
@NullMarked
package dev.keyturn.operator.kube.masked;

import org.jspecify.annotations.NullMarked;
