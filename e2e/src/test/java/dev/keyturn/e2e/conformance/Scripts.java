package dev.keyturn.e2e.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The request scripts among the test resources. */
final class Scripts {
  private Scripts() {}

  /** Must have run before any other on a server. */
  static Script setup() {
    return Script.read(folder().resolve("setup.yaml"));
  }

  /** Every script, by name. */
  static List<Script> all() {
    try (Stream<Path> files = Files.list(folder().resolve("scripts"))) {
      return files.sorted().map(Script::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path differences() {
    return folder().resolve("differences.yaml");
  }

  static Path recorded(String script) {
    return folder().resolve("recorded").resolve(script + ".json");
  }

  private static Path folder() {
    try {
      return Path.of(Scripts.class.getResource("/conformance").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
