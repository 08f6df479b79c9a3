/** Create, read, update, patch and delete, with the rules of each built-in kind. */
@NullMarked
package dev.keyturn.devcluster.resource;

import org.jspecify.annotations.NullMarked;
