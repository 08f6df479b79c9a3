package dev.keyturn.devcluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a {@link DevCluster} is known to differ from a kube-apiserver of 1.36. */
public final class Differences {
  private static final String RESOURCE = "differences.md";

  private Differences() {}

  /** One line per difference. */
  public static List<String> all() {
    try (InputStream in = Differences.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("- "))
          .map(line -> line.substring(2))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
