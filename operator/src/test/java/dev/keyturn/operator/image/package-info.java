/** The run that teaches the image which classes a start needs. */
@NullMarked
package dev.keyturn.operator.image;

import org.jspecify.annotations.NullMarked;
