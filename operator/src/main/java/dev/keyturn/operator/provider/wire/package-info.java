/**
 * What providers that speak JSON over HTTP share: strict reading of bodies and writing of bodies
 * that can be wiped. Nothing that a server or a parser says leaves the package as text.
 */
@NullMarked
package dev.keyturn.operator.provider.wire;

import org.jspecify.annotations.NullMarked;
