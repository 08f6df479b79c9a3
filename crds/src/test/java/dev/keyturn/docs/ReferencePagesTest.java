package dev.keyturn.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReferencePagesTest {
  private static final Path ROOT = Path.of(System.getProperty("keyturn.root"));

  @Test
  void theCommittedPagesAreCurrent() throws IOException {
    for (GeneratedPage page : ReferencePages.pages(ROOT)) {
      page.check();
    }
  }

  @Test
  void everyErrorClassIsDescribedOnceInItsOrder() throws IOException {
    assertThat(texts().stream().map(ErrorTexts::errorClass)).containsExactly(ErrorClass.values());
  }

  @Test
  void everyDetailIsDescribedAndNoOther() throws IOException {
    TreeSet<String> described = new TreeSet<>();
    for (ErrorTexts text : texts()) {
      assertThat(text.details()).as(text.errorClass().name()).containsKey("none");
      described.addAll(text.details().keySet());
    }
    TreeSet<String> closed =
        new TreeSet<>(Arrays.stream(Detail.values()).map(Detail::text).toList());
    assertThat(described).isEqualTo(closed);
  }

  @Test
  void everyTextIsASentence() throws IOException {
    for (ErrorTexts text : texts()) {
      assertThat(List.of(text.cause(), text.action(), text.next()))
          .allSatisfy(sentence -> assertThat(sentence).endsWith(".").hasSizeGreaterThan(10));
      assertThat(text.details().values()).allSatisfy(meaning -> assertThat(meaning).endsWith("."));
    }
  }

  @Test
  void aStalePageNamesTheLineAndTheCommand(@TempDir Path folder) throws IOException {
    GeneratedPage old = new GeneratedPage(folder.resolve("page.md"), "one\ntwo\n", "make pages");
    old.write();
    old.check();
    GeneratedPage current = new GeneratedPage(old.path(), "one\nthree\n", "make pages");
    assertThatThrownBy(current::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("line 2, which should be: three")
        .hasMessageContaining("run: make pages");
  }

  private static List<ErrorTexts> texts() throws IOException {
    return ErrorTexts.read(ROOT.resolve("docs/reference/errors.yaml"));
  }
}
