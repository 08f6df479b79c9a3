/** Makes and checks the custom resource definitions, their manifests and their reference pages. */
@NullMarked
package dev.keyturn.crds;

import org.jspecify.annotations.NullMarked;
