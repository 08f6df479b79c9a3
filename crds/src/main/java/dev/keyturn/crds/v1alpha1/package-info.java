/** The custom resources of group {@code keyturn.dev}, version {@code v1alpha1}, as records. */
@NullMarked
package dev.keyturn.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
