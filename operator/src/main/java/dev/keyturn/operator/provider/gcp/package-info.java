/** Google Secret Manager by its REST interface, version 1. */
@NullMarked
package dev.keyturn.operator.provider.gcp;

import org.jspecify.annotations.NullMarked;
