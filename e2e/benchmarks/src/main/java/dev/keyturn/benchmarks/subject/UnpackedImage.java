package dev.keyturn.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image as {@code image/train.sh} leaves it in a folder: the same runtime, jars and cache of
 * classes that a cluster gets.
 *
 * @param options for java, those that name the cache
 */
public record UnpackedImage(Path java, String classPath, List<String> options) {
  /**
   * Reads it.
   *
   * @param root of the checkout
   */
  public static UnpackedImage of(Path root) {
    Path image = root.resolve("operator/target/image");
    Path layers = image.resolve("unpacked");
    Path jars = layers.resolve("app/jib-classpath-file");
    try {
      return new UnpackedImage(
          layers.resolve("opt/java/bin/java"),
          Files.readString(jars).strip().replace("/app/", layers.resolve("app") + "/"),
          List.of(
              Files.readString(image.resolve("last/app/options"))
                  .strip()
                  .replace("/app/", image.resolve("last/app") + "/")
                  .split(" ")));
    } catch (IOException e) {
      throw new UncheckedIOException("image/build.sh comes first", e);
    }
  }
}
