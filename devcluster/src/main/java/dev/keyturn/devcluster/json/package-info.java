/** The JSON tree all objects are kept in. */
@NullMarked
package dev.keyturn.devcluster.json;

import org.jspecify.annotations.NullMarked;
