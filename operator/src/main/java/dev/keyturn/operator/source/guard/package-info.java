/**
 * What protects a backend: at most so many calls per second and at once, a pause where it asks for
 * one, none while it is down, and a fair line of those who wait. One guard per store, whatever
 * identities it is used with.
 */
@NullMarked
package dev.keyturn.operator.source.guard;

import org.jspecify.annotations.NullMarked;
