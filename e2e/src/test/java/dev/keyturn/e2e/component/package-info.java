/** Where the programs of the real servers come from. */
@NullMarked
package dev.keyturn.e2e.component;

import org.jspecify.annotations.NullMarked;
