package dev.keyturn.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * YAML files with <code>{{words}}</code> to be filled in: {@code store.yaml} once per namespace,
 * {@code sync.yaml} once per Secret, {@code shared-store.yaml} and {@code shared-sync.yaml} for one
 * store of many namespaces.
 *
 * @param crds file or folder of definitions to be installed first
 */
public record ManifestTemplates(Path folder, Optional<Path> crds) {
  private static final Pattern WORD = Pattern.compile("\\{\\{(\\w+)}}");

  /** Whether the operator knows a store that several namespaces share. */
  public boolean hasSharedStore() {
    return Files.exists(folder.resolve("shared-store.yaml"));
  }

  /**
   * The documents of a file.
   *
   * @throws IllegalArgumentException when the file has a word that is not given
   */
  public List<String> fill(String file, Map<String, String> words) {
    try {
      return documents(fillText(Files.readString(folder.resolve(file)), words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String fillText(String text, Map<String, String> words) {
    return WORD.matcher(text)
        .replaceAll(word -> Matcher.quoteReplacement(valueOf(word.group(1), words)));
  }

  private static String valueOf(String word, Map<String, String> words) {
    String value = words.get(word);
    if (value == null) {
      throw new IllegalArgumentException("a manifest asks for {{" + word + "}}: nothing is known");
    }
    return value;
  }

  private static List<String> documents(String text) {
    return Stream.of(text.split("(?m)^---\\s*$")).filter(part -> !part.isBlank()).toList();
  }

  /** The documents of the definitions. */
  public List<String> definitions() {
    if (crds.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(crds.get())) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(file -> documents(read(file)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
