/** Discovery and OpenAPI documents made from the served kinds. */
@NullMarked
package dev.keyturn.devcluster.openapi;

import org.jspecify.annotations.NullMarked;
