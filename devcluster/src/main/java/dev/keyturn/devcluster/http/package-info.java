/** The HTTP face: routing, content types, watches. */
@NullMarked
package dev.keyturn.devcluster.http;

import org.jspecify.annotations.NullMarked;
