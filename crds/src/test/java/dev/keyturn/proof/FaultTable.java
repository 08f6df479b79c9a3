package dev.keyturn.proof;

import dev.keyturn.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Makes {@code docs/reference/faults.md}: every row of {@code faults.yaml} with the tests that
 * bring the fault about. A row is done when every tier that it names has a test marked with {@link
 * Fault}.
 */
final class FaultTable {
  private static final String HEAD =
      """
      <!-- Generated from faults.yaml and the tests that name a row with @Fault: edit those. -->

      # Faults

      What must hold when something breaks, and the tests that break it. A row is done when a test shows it
      in every tier that the row names: **D** in the JVM of the test, **R** before a real API server or backend,
      **B** with the operator in a process of its own. Times are those of the default settings.
      [Faults by backend](provider-faults.md) says on which backends each row V is shown.

      """;

  private FaultTable() {}

  /** The page as the compiled tests of all modules say; fails where one is not compiled. */
  static GeneratedPage page(Path root) throws IOException {
    List<Proof> proofs = ProofTable.proofs(root, new ProofScan(Fault.class));
    Path folder = root.resolve("docs/reference");
    return new GeneratedPage(
        folder.resolve("faults.md"),
        text(FaultRow.read(folder.resolve("faults.yaml")), proofs),
        ProofTable.COMMAND);
  }

  static String text(List<FaultRow> rows, List<Proof> proofs) {
    Map<String, List<Proof>> ofRow =
        ProofTable.byRow(rows.stream().map(FaultRow::id).toList(), proofs, "faults.yaml");
    StringBuilder table =
        new StringBuilder("| Id | Fault | Expected | Tiers | State | Tests |\n")
            .append("|---|---|---|---|---|---|\n");
    int done = 0;
    int begun = 0;
    for (FaultRow row : rows) {
      List<Proof> tests = Objects.requireNonNull(ofRow.get(row.id()));
      List<Fault.Tier> open = open(row, tests);
      done += open.isEmpty() ? 1 : 0;
      begun += open.isEmpty() || tests.isEmpty() ? 0 : 1;
      table.append(
          "| %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  row.id(),
                  ProofTable.escape(row.fault()),
                  ProofTable.escape(row.expected()),
                  letters(row.tiers()),
                  state(open, tests),
                  ProofTable.names(tests)));
    }
    return HEAD
        + "Done: %d of %d. Shown in some of their tiers: %d.\n\n"
            .formatted(done, rows.size(), begun)
        + table;
  }

  private static List<Fault.Tier> open(FaultRow row, List<Proof> tests) {
    List<Fault.Tier> open = new ArrayList<>(row.tiers());
    tests.forEach(test -> open.remove(test.tier()));
    return open;
  }

  private static String state(List<Fault.Tier> open, List<Proof> tests) {
    if (tests.isEmpty()) {
      return "-";
    }
    return open.isEmpty() ? "done" : letters(open) + " open";
  }

  private static String letters(List<Fault.Tier> tiers) {
    return tiers.stream().map(Fault.Tier::name).collect(Collectors.joining(" "));
  }
}
