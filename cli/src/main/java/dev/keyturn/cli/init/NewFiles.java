package dev.keyturn.cli.init;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes files that must not be there yet. */
public final class NewFiles {
  private NewFiles() {}

  /**
   * Writes all of them, or none where one is there already.
   *
   * @param texts by file, in the order in which they are written; folders are made
   * @param force replace those that are there
   * @throws CommandFailure {@link ExitStatus#USAGE} for a file that is there or cannot be written
   */
  public static void write(Map<Path, String> texts, boolean force) {
    for (Path file : texts.keySet()) {
      if (!force && Files.exists(file)) {
        throw new CommandFailure(
            ExitStatus.USAGE, file + " is there already; nothing was written", "add --force");
      }
    }
    texts.forEach((file, text) -> write(file, text, force));
  }

  private static void write(Path file, String text, boolean force) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (force) {
        Files.writeString(file, text);
      } else {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.USAGE, file + " cannot be written", null);
    }
  }
}
