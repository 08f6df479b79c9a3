/** Access reviews, token reviews and token requests. */
@NullMarked
package dev.keyturn.devcluster.review;

import org.jspecify.annotations.NullMarked;
