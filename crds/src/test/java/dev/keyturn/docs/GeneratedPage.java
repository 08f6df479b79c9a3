package dev.keyturn.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that is made from something else.
 *
 * @param path where it is committed
 * @param text what it must hold
 * @param command makes it anew, from the root of the project
 */
public record GeneratedPage(Path path, String text, String command) {

  /** Fails with the command to run when the committed file is not what the sources say. */
  public void check() throws IOException {
    String committed = Files.exists(path) ? Files.readString(path) : "";
    if (!committed.equals(text)) {
      throw new AssertionError(
          path.getFileName() + " is stale" + firstDifference(committed) + "; run: " + command);
    }
  }

  public void write() throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  private String firstDifference(String committed) {
    String[] expected = text.split("\n", -1);
    String[] actual = committed.split("\n", -1);
    for (int line = 0; line < expected.length; line++) {
      if (line >= actual.length || !expected[line].equals(actual[line])) {
        return " at line " + (line + 1) + ", which should be: " + expected[line];
      }
    }
    return " after line " + expected.length;
  }
}
