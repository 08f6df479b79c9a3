package dev.keyturn.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LinksTest {
  @Test
  void everyRelativeLinkLeadsToAFileAndToAHeadingOfIt() {
    List<Path> pages = Checkout.files(Checkout.root(), ".md");
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      for (String link : MarkdownPage.of(Checkout.text(page)).links()) {
        String fault = fault(page, link);
        if (fault != null) {
          broken.add(Checkout.name(page) + ": " + link + " " + fault);
        }
      }
    }
    assertThat(pages).extracting(Checkout::name).contains("README.md");
    assertThat(broken).isEmpty();
  }

  @Test
  void aLinkToNoFileAndOneToNoHeadingAreFound() {
    Path page = Checkout.root().resolve("README.md");
    assertThat(fault(page, "docs/no-such-page.md")).isEqualTo("leads nowhere");
    assertThat(fault(page, "#no-such-heading")).isEqualTo("names no heading");
    assertThat(fault(page, "https://example.com/anything")).isNull();
  }

  private static @Nullable String fault(Path page, String link) {
    URI uri = URI.create(link);
    if (uri.getScheme() != null) {
      return null;
    }
    Path target =
        uri.getPath().isEmpty() ? page : page.resolveSibling(uri.getPath()).normalize();
    if (!Files.exists(target)) {
      return "leads nowhere";
    }
    String heading = uri.getFragment();
    if (heading != null && !MarkdownPage.of(Checkout.text(target)).anchors().contains(heading)) {
      return "names no heading";
    }
    return null;
  }
}
