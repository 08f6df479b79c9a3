package dev.keyturn.operator.provider.file;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.Edge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads regular files whose real path is below a root. */
final class RootedFiles {
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private final Path root;

  RootedFiles(Path root) {
    this.root = root;
  }

  /** A file's bytes, owned by the caller. */
  record Content(byte[] bytes, Instant modified) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /**
   * Runs what makes paths of names: one that no file system of this machine can hold, as with half
   * a surrogate pair, is an illegal name and no fault of ours.
   */
  static <T> Outcome<T> named(Supplier<Outcome<T>> operation) {
    return Edge.guard(() -> {
      try {
        return operation.get();
      } catch (InvalidPathException illegal) {
        return Outcome.failed(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
      }
    });
  }

  /** The real path of something below the root, all symbolic links followed. */
  Outcome<Path> locate(Path relative) {
    try {
      Path real = root.resolve(relative).toRealPath();
      return real.startsWith(root.toRealPath())
          ? Outcome.ok(real)
          : Outcome.failed(FailureClass.AccessDenied);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Names in a folder that {@link #locate} gave, sorted. */
  Outcome<List<Path>> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return Outcome.ok(files.map(Path::getFileName).sorted().toList());
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Reads a file that {@link #locate} gave; a file that changes meanwhile is half-written. */
  Outcome<Content> read(Path real) {
    try {
      BasicFileAttributes before = attributes(real);
      if (!before.isRegularFile()) {
        return Outcome.failed(FailureClass.InvalidData);
      }
      if (before.size() > MAX_BYTES) {
        return Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      BasicFileAttributes after = attributes(real);
      boolean whole =
          bytes.length == after.size()
              && before.size() == after.size()
              && before.lastModifiedTime().equals(after.lastModifiedTime());
      return whole
          ? Outcome.ok(new Content(bytes, after.lastModifiedTime().toInstant()))
          : Outcome.failed(FailureClass.InvalidData);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private static BasicFileAttributes attributes(Path real) throws IOException {
    return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static <T> Outcome<T> failed(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> Outcome.failed(FailureClass.NotFound);
      case NotDirectoryException missing -> Outcome.failed(FailureClass.NotFound);
      case AccessDeniedException denied -> Outcome.failed(FailureClass.AccessDenied);
      default -> Outcome.failed(FailureClass.Unavailable);
    };
  }
}
