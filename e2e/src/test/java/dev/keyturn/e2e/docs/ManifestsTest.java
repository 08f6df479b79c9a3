package dev.keyturn.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestsTest {
  private final CrdSchemas schemas = CrdSchemas.of(Checkout.root().resolve("crds"));

  @Test
  void manifestsOnThePagesHaveOnlyFieldsOfTheCrds() {
    List<Path> pages = new ArrayList<>(Checkout.files(Checkout.root().resolve("docs"), ".md"));
    pages.addAll(Checkout.files(Checkout.root().resolve("examples"), ".md"));
    pages.add(Checkout.root().resolve("README.md"));
    List<String> faults = new ArrayList<>();
    int ours = 0;
    for (Path page : pages) {
      for (MarkdownPage.Block block : MarkdownPage.of(Checkout.text(page)).blocks()) {
        if (block.language().equals("yaml") && block.text().contains(CrdSchemas.API_VERSION)) {
          ours++;
          faults.addAll(faults(page, block.text()));
        }
      }
    }
    assertThat(ours).isPositive();
    assertThat(faults).isEmpty();
  }

  @Test
  void manifestsOfTheExamplesHaveOnlyFieldsOfTheCrds() {
    List<Path> files = Checkout.files(Checkout.root().resolve("examples"), ".yaml");
    List<String> faults = new ArrayList<>();
    files.forEach(file -> faults.addAll(faults(file, Checkout.text(file))));
    assertThat(files).extracting(Checkout::name).contains("examples/01-hello-file/sync.yaml");
    assertThat(faults).isEmpty();
  }

  @Test
  void everyExampleHasAPageAndACheckThatCanBeRun() {
    List<Path> checks = Checkout.files(Checkout.root().resolve("examples"), "/check");
    List<Path> pages = Checkout.files(Checkout.root().resolve("examples"), "/README.md");
    assertThat(checks).isNotEmpty().allMatch(Files::isExecutable);
    assertThat(pages).extracting(Path::getParent).containsAll(parents(checks));
    assertThat(checks).extracting(Path::getParent).containsAll(parents(pages));
  }

  @Test
  void anUnknownFieldAnUnknownKindAndAWrongWordAreFound() {
    assertThat(faultsOf("kind: SecretSync", "spec: {rotate: [], secretStoreRef: {name: vault}}"))
        .containsExactly("unknown field spec.rotate");
    assertThat(faultsOf("kind: SecretSync", "spec: {}"))
        .containsExactly("missing field spec.secretStoreRef");
    assertThat(faultsOf("kind: RotationPolicy", "spec: {}"))
        .containsExactly("no CRD of keyturn.dev/v1alpha1 RotationPolicy");
    assertThat(
            faultsOf("kind: SecretSync", "spec: {secretStoreRef: {name: vault, kind: Elsewhere}}"))
        .singleElement()
        .asString()
        .startsWith("spec.secretStoreRef.kind is none of");
  }

  private List<String> faultsOf(String kind, String spec) {
    String text = "apiVersion: " + CrdSchemas.API_VERSION + "\n" + kind + "\n" + spec + "\n";
    return schemas.faults(CrdSchemas.documents(text).getFirst());
  }

  private List<String> faults(Path file, String text) {
    List<String> lines = new ArrayList<>();
    for (JsonNode manifest : CrdSchemas.documents(text)) {
      schemas.faults(manifest).forEach(fault -> lines.add(Checkout.name(file) + ": " + fault));
    }
    return lines;
  }

  private static List<Path> parents(List<Path> files) {
    return files.stream().map(Path::getParent).toList();
  }
}
