/** Service account tokens: issued by TokenRequest, checked by TokenReview. */
@NullMarked
package dev.keyturn.devcluster.token;

import org.jspecify.annotations.NullMarked;
