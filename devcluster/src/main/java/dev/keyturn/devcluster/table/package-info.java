/** Table output: the columns that kubectl prints. */
@NullMarked
package dev.keyturn.devcluster.table;

import org.jspecify.annotations.NullMarked;
