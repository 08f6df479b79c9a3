/** Makes the pages of {@code docs/reference} and holds them to their sources. */
@NullMarked
package dev.keyturn.docs;

import org.jspecify.annotations.NullMarked;
