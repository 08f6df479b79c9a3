package dev.keyturn.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The image as {@code image/train.sh} leaves it in a folder: the same runtime, jars and cache of
 * classes that a cluster gets.
 */
public record UnpackedImage(Path java, String classPath, Path cache) {
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
          image.resolve("last/app/keyturn.aot"));
    } catch (IOException e) {
      throw new UncheckedIOException("image/build.sh comes first", e);
    }
  }
}
