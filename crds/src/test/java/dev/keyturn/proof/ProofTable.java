package dev.keyturn.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the two tables of rows and proofs have in common. */
final class ProofTable {
  static final String COMMAND =
      "./mvnw -q test-compile && ./mvnw -q -pl crds -Pfeatures process-test-classes";

  /** Folder of a module's compiled tests; another one where Maven is not the builder. */
  private static final String CLASSES_PROPERTY = "keyturn.testClasses";

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private ProofTable() {}

  /** The proofs in the compiled tests of all modules; fails where a module is not compiled. */
  static List<Proof> proofs(Path root, ProofScan scan) throws IOException {
    List<Proof> proofs = new ArrayList<>();
    for (Path classes : testClasses(root)) {
      proofs.addAll(scan.scan(classes));
    }
    return proofs;
  }

  /** Folders with the compiled tests of the modules. */
  static List<Path> testClasses(Path root) throws IOException {
    String below = System.getProperty(CLASSES_PROPERTY, "target/test-classes");
    List<Path> folders = new ArrayList<>();
    Matcher modules = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
    while (modules.find()) {
      // Benchmarks and oracles stand inside another module: they prove nothing of the product.
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

  /** The proofs of each row, in the order of the rows; fails on a proof of no row. */
  static Map<String, List<Proof>> byRow(List<String> rows, List<Proof> proofs, String file) {
    Map<String, List<Proof>> ofRow = new LinkedHashMap<>();
    rows.forEach(row -> ofRow.put(row, new ArrayList<>()));
    for (Proof proof : proofs) {
      List<Proof> known = ofRow.get(proof.row());
      if (known == null) {
        throw new IllegalStateException(
            proof.test() + " proves " + proof.row() + ", which " + file + " does not have");
      }
      known.add(proof);
    }
    return ofRow;
  }

  static String names(List<Proof> proofs) {
    TreeSet<String> tests = new TreeSet<>();
    proofs.forEach(proof -> tests.add(proof.test()));
    return tests.isEmpty() ? "" : "`" + String.join("`, `", tests) + "`";
  }

  static String escape(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
