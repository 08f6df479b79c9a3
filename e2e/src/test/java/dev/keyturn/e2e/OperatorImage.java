package dev.keyturn.e2e;

import dev.keyturn.e2e.component.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The docker-archive of the operator, made by {@code image/build.sh}. */
public final class OperatorImage {
  private OperatorImage() {}

  /** The file named by {@code KEYTURN_IMAGE}, else where the build leaves it, if it is there. */
  public static Optional<Path> archive(Map<String, String> environment) {
    String named = environment.getOrDefault("KEYTURN_IMAGE", "");
    Path archive =
        named.isEmpty()
            ? SourceTree.root().resolve("operator/target/keyturn-image.tar")
            : Path.of(named);
    return Files.exists(archive) ? Optional.of(archive) : Optional.empty();
  }
}
