/** The cluster of the profile {@code k3s}, for machines with a container engine. */
@NullMarked
package dev.keyturn.e2e.k3s;

import org.jspecify.annotations.NullMarked;
