/** Tests against real servers: what a test asks for and how it gets it. */
@NullMarked
package dev.keyturn.e2e;

import org.jspecify.annotations.NullMarked;
