/** Real databases, each an own instance on a loopback port. */
@NullMarked
package dev.keyturn.e2e.database;

import org.jspecify.annotations.NullMarked;
