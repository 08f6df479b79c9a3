/** What a backend must offer. This package imports the JDK alone; no provider sees another. */
@NullMarked
package dev.keyturn.operator.provider;

import org.jspecify.annotations.NullMarked;
