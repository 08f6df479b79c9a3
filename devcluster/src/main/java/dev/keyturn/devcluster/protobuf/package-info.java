/** Decoding of the protobuf bodies that kubectl sends for a few built-in kinds. */
@NullMarked
package dev.keyturn.devcluster.protobuf;

import org.jspecify.annotations.NullMarked;
