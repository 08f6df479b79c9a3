package dev.keyturn.proof;

import dev.keyturn.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes {@code docs/reference/features.md}: every row of {@code features.yaml} with the tests that
 * prove it. A row is done when a test of the compiled modules claims it with {@link Proves}.
 */
public final class FeatureTable {
  private static final String HEAD =
      """
      <!-- Generated from features.yaml and the tests that name a row with @Proves: edit those. -->

      # Features

      The list of what Keyturn is to do, and the tests that prove what it does. A row without such a test
      is not done. The marks are explained at the head of [features.yaml](features.yaml).

      """;

  private FeatureTable() {}

  /**
   * {@code --check} or {@code --write}, then the root of the project: of this page and of those of
   * {@link FaultTable} and {@link ProviderFaultTable}.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: FeatureTable --check|--write ROOT");
    }
    Path root = Path.of(arguments[1]);
    for (GeneratedPage page :
        List.of(page(root), FaultTable.page(root), ProviderFaultTable.of(root).page(root))) {
      switch (arguments[0]) {
        case "--check" -> page.check();
        case "--write" -> page.write();
        default -> throw new IllegalArgumentException("neither --check nor --write");
      }
    }
  }

  /** The page as the compiled tests of all modules say; fails where one is not compiled. */
  static GeneratedPage page(Path root) throws IOException {
    List<Proof> proofs = ProofTable.proofs(root, new ProofScan(Proves.class));
    Path folder = root.resolve("docs/reference");
    return new GeneratedPage(
        folder.resolve("features.md"),
        text(Feature.read(folder.resolve("features.yaml")), proofs),
        ProofTable.COMMAND);
  }

  static String text(List<Feature> features, List<Proof> proofs) {
    Map<String, List<Proof>> ofRow =
        ProofTable.byRow(features.stream().map(Feature::id).toList(), proofs, "features.yaml");
    StringBuilder page = new StringBuilder(HEAD);
    long done = ofRow.values().stream().filter(proving -> !proving.isEmpty()).count();
    page.append("Done: %d of %d.\n\n".formatted(done, features.size()));
    page.append("| Id | What | Accepted when | State | Proving tests |\n|---|---|---|---|---|\n");
    features.forEach(
        feature -> page.append(row(feature, Objects.requireNonNull(ofRow.get(feature.id())))));
    return page.toString();
  }

  private static String row(Feature feature, List<Proof> tests) {
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            feature.id(),
            ProofTable.escape(feature.what()),
            ProofTable.escape(feature.accepted()),
            tests.isEmpty() ? "-" : "done",
            ProofTable.names(tests));
  }
}
