/** JSON patch, merge patch and strategic merge patch. */
@NullMarked
package dev.keyturn.devcluster.patch;

import org.jspecify.annotations.NullMarked;
