package dev.keyturn.cli.detect;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something that points at a backend.
 *
 * @param source {@code variable} or {@code file}
 * @param name of the variable or file
 * @param setting what it says about the store; null where it says only that there is one
 * @param value of the setting; null where it is a credential, or has not the setting's shape
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sign(String source, String name, @Nullable Setting setting, @Nullable String value) {}
