package dev.keyturn.operator.provider.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(5);

  @TempDir private Path folder;
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void tellsThatAFileWasWritten() throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), "A=1");
    try (FileWatch watch = FileWatch.start(file, OFTEN, calls::incrementAndGet)) {
      Files.writeString(file, "A=2");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
      awaitCalls(1);
    }
  }

  @Test
  void tellsThatAFileWasMadeRemovedAndReplaced() throws IOException {
    Path file = folder.resolve(".env");
    try (FileWatch watch = FileWatch.start(file, OFTEN, calls::incrementAndGet)) {
      Files.writeString(file, "A=1");
      awaitCalls(1);
      int made = calls.get();
      Path next = Files.writeString(folder.resolve("next"), "A=22");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      awaitCalls(made + 1);
      int replaced = calls.get();
      Files.delete(file);
      awaitCalls(replaced + 1);
    }
  }

  @Test
  void tellsOfAFileInAFolder() throws IOException {
    Files.createDirectory(folder.resolve("team"));
    try (FileWatch watch = FileWatch.start(folder, OFTEN, calls::incrementAndGet)) {
      Files.writeString(folder.resolve("team/db.yaml"), "a: 1");
      awaitCalls(1);
    }
  }

  @Test
  void aListenerThatFailsDoesNotEndTheWatch() throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), "A=1");
    try (FileWatch watch =
        FileWatch.start(
            file,
            OFTEN,
            () -> {
              calls.incrementAndGet();
              throw new IllegalStateException();
            })) {
      Files.writeString(file, "A=22");
      awaitCalls(1);
      int first = calls.get();
      Files.writeString(file, "A=333");
      awaitCalls(first + 1);
    }
  }

  @Test
  void aClosedWatchTellsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), "A=1");
    FileWatch watch = FileWatch.start(file, OFTEN, calls::incrementAndGet);
    watch.close();
    Files.writeString(file, "A=22");
    AtomicInteger others = new AtomicInteger();
    try (FileWatch other = FileWatch.start(folder, OFTEN, others::incrementAndGet)) {
      Files.writeString(file, "A=333");
      await().atMost(Duration.ofSeconds(20)).until(() -> others.get() > 0);
    }
    assertThat(calls).hasValue(0);
  }

  private void awaitCalls(int atLeast) {
    await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() >= atLeast);
  }
}
