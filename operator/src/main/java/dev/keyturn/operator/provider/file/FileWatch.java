package dev.keyturn.operator.provider.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a file, or a file in a folder, was written, made, renamed or removed. It looks at
 * times and sizes again and again instead of asking the operating system, because notifications do
 * not cross symbolic links, network file systems and container mounts.
 */
public final class FileWatch implements AutoCloseable {
  /** How often the files are looked at. */
  public static final Duration INTERVAL = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
  private static final int MAX_DEPTH = 8;
  private static final int MAX_FILES = 10_000;

  private final Path path;
  private final Duration interval;
  private final Runnable changed;
  private final Thread thread;

  private record Mark(long modified, long size, String identity) {}

  private FileWatch(Path path, Duration interval, Runnable changed) {
    this.path = path;
    this.interval = interval;
    this.changed = changed;
    Map<Path, Mark> start = marks();
    thread = Thread.ofVirtual().name("file-watch").unstarted(() -> run(start));
  }

  /** Watches a file or folder, which need not exist yet. */
  public static FileWatch start(Path path, Runnable changed) {
    return start(path, INTERVAL, changed);
  }

  static FileWatch start(Path path, Duration interval, Runnable changed) {
    FileWatch watch = new FileWatch(path, interval, changed);
    watch.thread.start();
    return watch;
  }

  private void run(Map<Path, Mark> start) {
    Map<Path, Mark> seen = start;
    while (pause()) {
      Map<Path, Mark> now = marks();
      if (!now.equals(seen)) {
        seen = now;
        tell();
      }
    }
  }

  private boolean pause() {
    try {
      Thread.sleep(interval);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void tell() {
    try {
      changed.run();
    } catch (RuntimeException e) {
      LOG.warn("the listener of a file watch failed with {}", e.getClass().getName());
    }
  }

  /** What stands there now; what cannot be read counts as absent. */
  private Map<Path, Mark> marks() {
    Map<Path, Mark> marks = new HashMap<>();
    try (Stream<Path> files = Files.walk(path, MAX_DEPTH)) {
      files.limit(MAX_FILES).forEach(file -> mark(file, marks));
    } catch (IOException | UncheckedIOException e) {
      return marks;
    }
    return marks;
  }

  private static void mark(Path file, Map<Path, Mark> marks) {
    try {
      BasicFileAttributes read = Files.readAttributes(file, BasicFileAttributes.class);
      marks.put(
          file,
          new Mark(
              read.lastModifiedTime().to(TimeUnit.NANOSECONDS),
              read.isDirectory() ? 0 : read.size(),
              String.valueOf(read.fileKey())));
    } catch (IOException e) {
      marks.remove(file);
    }
  }

  /** Stops watching; a listener that runs now is interrupted and waited for. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
