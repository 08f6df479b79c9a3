package dev.keyturn.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The reference pages that are made from the API alone. */
public final class ReferencePages {
  private static final String COMMAND = "./mvnw -q -pl crds -Pcrds process-test-classes";

  private ReferencePages() {}

  /** Writes the pages below the project root given as the only argument. */
  public static void main(String[] arguments) throws IOException {
    for (GeneratedPage page : pages(Path.of(arguments[0]))) {
      page.write();
    }
  }

  static List<GeneratedPage> pages(Path root) throws IOException {
    Path folder = root.resolve("docs/reference");
    return List.of(
        new GeneratedPage(folder.resolve("crds.md"), CrdReference.page(), COMMAND),
        new GeneratedPage(
            folder.resolve("errors.md"),
            ErrorReference.page(ErrorTexts.read(folder.resolve("errors.yaml"))),
            COMMAND));
  }
}
