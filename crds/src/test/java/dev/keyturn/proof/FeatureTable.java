package dev.keyturn.proof;

import dev.keyturn.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code docs/reference/features.md}: every row of {@code features.yaml} with the tests that
 * prove it. A row is done when a test of the compiled modules claims it with {@link Proves}.
 */
public final class FeatureTable {
  /** Folder of a module's compiled tests; another one where Maven is not the builder. */
  private static final String CLASSES_PROPERTY = "keyturn.testClasses";

  private static final String COMMAND =
      "./mvnw -q test-compile && ./mvnw -q -pl crds -Pfeatures process-test-classes";
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final String HEAD =
      """
      <!-- Generated from features.yaml and the tests that name a row with @Proves: edit those. -->

      # Features

      The list of what Keyturn is to do, and the tests that prove what it does. A row without such a test
      is not done. The marks are explained at the head of [features.yaml](features.yaml).

      """;

  private FeatureTable() {}

  /** {@code --check} or {@code --write}, then the root of the project. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: FeatureTable --check|--write ROOT");
    }
    GeneratedPage page = page(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "--check" -> page.check();
      case "--write" -> page.write();
      default -> throw new IllegalArgumentException("neither --check nor --write");
    }
  }

  /** The page as the compiled tests of all modules say; fails where one is not compiled. */
  public static GeneratedPage page(Path root) throws IOException {
    Path folder = root.resolve("docs/reference");
    List<Proof> proofs = new ArrayList<>();
    for (Path classes : testClasses(root)) {
      proofs.addAll(ProofScan.scan(classes));
    }
    return new GeneratedPage(
        folder.resolve("features.md"),
        text(Feature.read(folder.resolve("features.yaml")), proofs),
        COMMAND);
  }

  private static List<Path> testClasses(Path root) throws IOException {
    String below = System.getProperty(CLASSES_PROPERTY, "target/test-classes");
    List<Path> folders = new ArrayList<>();
    Matcher modules = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
    while (modules.find()) {
      // Benchmarks stand inside another module: they measure, and prove nothing.
      if (modules.group(1).contains("/")) {
        continue;
      }
      Path module = root.resolve(modules.group(1));
      Path classes = module.resolve(below);
      if (Files.isDirectory(classes)) {
        folders.add(classes);
      } else if (Files.isDirectory(module.resolve("src/test/java"))) {
        throw new IllegalStateException(
            "the tests of " + module.getFileName() + " are not compiled: build all modules first");
      }
    }
    return folders;
  }

  static String text(List<Feature> features, List<Proof> proofs) {
    Map<String, TreeSet<String>> tests = new TreeMap<>();
    features.forEach(feature -> tests.put(feature.id(), new TreeSet<>()));
    for (Proof proof : proofs) {
      TreeSet<String> known = tests.get(proof.featureId());
      if (known == null) {
        throw new IllegalStateException(
            proof.test() + " proves " + proof.featureId() + ", which features.yaml does not have");
      }
      known.add(proof.test());
    }
    StringBuilder page = new StringBuilder(HEAD);
    long done = tests.values().stream().filter(proving -> !proving.isEmpty()).count();
    page.append("Done: %d of %d.\n\n".formatted(done, features.size()));
    page.append("| Id | What | Accepted when | State | Proving tests |\n|---|---|---|---|---|\n");
    features.forEach(
        feature -> page.append(row(feature, Objects.requireNonNull(tests.get(feature.id())))));
    return page.toString();
  }

  private static String row(Feature feature, TreeSet<String> tests) {
    String names = tests.isEmpty() ? "" : "`" + String.join("`, `", tests) + "`";
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            feature.id(),
            escape(feature.what()),
            escape(feature.accepted()),
            tests.isEmpty() ? "-" : "done",
            names);
  }

  private static String escape(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
