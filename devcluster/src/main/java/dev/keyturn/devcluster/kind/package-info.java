/** The resource types that are served: built in, or defined by a CustomResourceDefinition. */
@NullMarked
package dev.keyturn.devcluster.kind;

import org.jspecify.annotations.NullMarked;
