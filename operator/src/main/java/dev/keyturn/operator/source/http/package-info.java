/** The one HTTP client of the providers, and the rules for where it may connect. */
@NullMarked
package dev.keyturn.operator.source.http;

import org.jspecify.annotations.NullMarked;
