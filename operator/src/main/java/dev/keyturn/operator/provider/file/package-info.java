/**
 * Files on the operator's own disk as a backend, for development: YAML, JSON, {@code .env}, or a
 * folder of them. The parsers hand out text, so values here cannot be wiped everywhere.
 */
@NullMarked
package dev.keyturn.operator.provider.file;

import org.jspecify.annotations.NullMarked;
