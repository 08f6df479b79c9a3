/** Finalizers of our own kinds: put on and taken off, and nothing else of the object. */
@NullMarked
package dev.keyturn.operator.kube.finalizer;

import org.jspecify.annotations.NullMarked;
