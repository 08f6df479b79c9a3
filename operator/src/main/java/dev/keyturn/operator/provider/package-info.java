/**
 * What a backend must offer. This package imports the JDK alone; no provider sees another.
 *
 * <p>Nothing in the operator or the command line asks for {@link VersionHistory} yet: the providers
 * offer it and their contract tests show it, and no user can reach it.
 */
@NullMarked
package dev.keyturn.operator.provider;

import org.jspecify.annotations.NullMarked;
