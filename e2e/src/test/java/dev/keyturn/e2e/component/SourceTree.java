package dev.keyturn.e2e.component;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
public final class SourceTree {
  private SourceTree() {}

  /**
   * Its root: the system property {@code keyturn.root}, else the nearest folder above with mvnw.
   */
  public static Path root() {
    String named = System.getProperty("keyturn.root", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("mvnw")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not inside a checkout: no mvnw above"));
  }
}
