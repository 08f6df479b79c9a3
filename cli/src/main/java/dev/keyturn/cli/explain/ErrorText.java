package dev.keyturn.cli.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What docs/reference/errors.md says of one class of errors, from the same file.
 *
 * @param cause what happened
 * @param action what to do
 * @param next when the operator tries again by itself
 * @param details what each detail means in this class
 */
record ErrorText(
    @JsonProperty("class") ErrorClass errorClass,
    String cause,
    String action,
    String next,
    Map<String, String> details) {
  private static final String FILE = "/META-INF/keyturn/errors.yaml";
  private static final List<ErrorText> ALL = read();

  /** The text of a class by its name, in any case; empty where there is no such class. */
  static Optional<ErrorText> find(String name) {
    return ALL.stream().filter(text -> text.errorClass.name().equalsIgnoreCase(name)).findFirst();
  }

  private static List<ErrorText> read() {
    try (InputStream file =
        Objects.requireNonNull(ErrorText.class.getResourceAsStream(FILE), FILE)) {
      return new YAMLMapper().readValue(file, new TypeReference<List<ErrorText>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /** Where the page says it. */
  String page() {
    return "docs/reference/errors.md#" + errorClass.name().toLowerCase(Locale.ROOT);
  }
}
