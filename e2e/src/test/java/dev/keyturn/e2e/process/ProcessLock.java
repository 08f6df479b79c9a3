package dev.keyturn.e2e.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/** What only one of several test processes may do at a time. */
public final class ProcessLock {

  private ProcessLock() {}

  /** Does it while this process alone holds the file, which is made where it is not there. */
  public static <T> T holding(Path file, Supplier<T> work) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      try (FileChannel channel = FileChannel.open(file, CREATE, WRITE);
          FileLock held = channel.lock()) {
        return work.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
