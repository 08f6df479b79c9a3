package dev.keyturn.crds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The manifests that an API server must accept or refuse, one folder per field: {@code
 * manifests/<Kind>/<field>/valid-*.yaml} and {@code invalid-*.yaml}.
 */
public final class ManifestTree {
  private static final String ROOT = "/manifests";
  private static final String EXPECT = "# expect: ";

  private ManifestTree() {}

  /** All cases in the order of their paths, from the folder or jar of this class. */
  public static List<Case> cases() {
    URL root = Objects.requireNonNull(ManifestTree.class.getResource(ROOT), ROOT);
    try {
      URI uri = root.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return read(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(ROOT));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Case> read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> read(root, file))
          .sorted((left, right) -> left.path().compareTo(right.path()))
          .toList();
    }
  }

  private static Case read(Path root, Path file) {
    try {
      Path path = root.relativize(file);
      String name = path.getFileName().toString();
      String yaml = Files.readString(file);
      return new Case(
          path.toString().replace('\\', '/'),
          path.getName(0).toString(),
          path.getName(1).toString(),
          name.startsWith("valid-"),
          expectation(name, yaml),
          yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String expectation(String name, String yaml) {
    if (name.startsWith("valid-")) {
      return "";
    }
    String first = yaml.lines().findFirst().orElse("");
    if (!name.startsWith("invalid-") || !first.startsWith(EXPECT)) {
      throw new IllegalStateException(name + " must begin with '" + EXPECT + "'");
    }
    return first.substring(EXPECT.length()).strip();
  }

  /**
   * One manifest.
   *
   * @param path below {@code manifests}, with slashes
   * @param kind the kind of the custom resource
   * @param field path below {@code spec}, with dots and without list indexes
   * @param valid whether the API server must accept it, with strict field validation
   * @param expected text that the refusal must contain; empty where the manifest is valid
   * @param yaml the manifest
   */
  public record Case(
      String path, String kind, String field, boolean valid, String expected, String yaml) {
    @Override
    public String toString() {
      return path;
    }
  }
}
