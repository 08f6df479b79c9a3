/** Server-side apply: who owns which field, and what an apply changes. */
@NullMarked
package dev.keyturn.devcluster.apply;

import org.jspecify.annotations.NullMarked;
