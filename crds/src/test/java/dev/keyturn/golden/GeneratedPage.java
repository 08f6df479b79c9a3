package dev.keyturn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of docs/ whose text is made from code. */
public final class GeneratedPage {
  private GeneratedPage() {}

  /**
   * The page says what the code says; with {@code -Dkeyturn.golden.update=true} it is written anew
   * first.
   *
   * @param page from the root of the project
   * @param text what the code says
   */
  public static void assertCurrent(String page, String text) throws IOException {
    Path file = Path.of(System.getProperty("keyturn.root", ".."), page);
    if (Boolean.getBoolean("keyturn.golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .as("renew it with -Dkeyturn.golden.update=true")
        .isEqualTo(text);
  }
}
