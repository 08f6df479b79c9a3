package dev.keyturn.proof;

import dev.keyturn.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes {@code docs/reference/provider-faults.md}: for each fault of a backend and each backend the
 * test that shows it there, or why none has to.
 */
final class ProviderFaultTable {
  private static final String HEAD =
      """
      <!-- Generated from faults.yaml and the marks @Fault, @OnBackend and @CannotOccur of the tests: edit those. -->

      # Faults by backend

      Where each fault of a backend ([faults](faults.md), rows V) is shown, for every kind of store.

      | Sign | Meaning |
      |---|---|
      | ● | a test brings it about on that backend |
      | ○ | decided above the providers: one test shows it for all |
      | – | cannot occur there, for the reason below |

      """;

  private final List<FaultRow> rows;
  private final List<Proof> proofs;
  private final List<Fixture> fixtures;

  ProviderFaultTable(List<FaultRow> all, List<Proof> proofs, List<Fixture> fixtures) {
    this.rows = all.stream().filter(row -> row.id().startsWith("V")).toList();
    this.proofs = proofs;
    this.fixtures = fixtures;
  }

  /** Of the compiled tests of all modules; fails where one is not compiled. */
  static ProviderFaultTable of(Path root) throws IOException {
    return new ProviderFaultTable(
        FaultRow.read(root.resolve("docs/reference/faults.yaml")),
        ProofTable.proofs(root, new ProofScan(Fault.class)),
        new FixtureScan(ProofTable.testClasses(root)).fixtures());
  }

  GeneratedPage page(Path root) {
    return new GeneratedPage(
        root.resolve("docs/reference/provider-faults.md"), text(), ProofTable.COMMAND);
  }

  /** How a fault is dealt with on a backend. */
  private sealed interface Cell {
    /**
     * A test shows it.
     *
     * @param tests those that name the backend themselves
     * @param fixtures classes that run the cases of the row on the backend
     */
    record Shown(SortedSet<String> tests, SortedSet<String> fixtures) implements Cell {
      boolean isEmpty() {
        return tests.isEmpty() && fixtures.isEmpty();
      }
    }

    record Neutral() implements Cell {}

    record Impossible(String why) implements Cell {}

    record Open() implements Cell {}
  }

  /** Cells without a test and without a reason, and those with both: {@code V3 on AZURE: ...}. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (FaultRow row : rows) {
      for (Backend backend : Backend.values()) {
        boolean shown = !shown(row, backend).isEmpty();
        boolean impossible = reason(row, backend).isPresent();
        if (cell(row, backend) instanceof Cell.Open) {
          problems.add(row.id() + " on " + backend + ": neither a test nor a reason");
        } else if (shown && impossible) {
          problems.add(row.id() + " on " + backend + ": shown, and said not to occur");
        }
      }
      if (row.neutral() != null && neutralTests(row).isEmpty()) {
        problems.add(row.id() + ": said to be neutral, but no test shows it");
      }
    }
    return problems;
  }

  private Cell cell(FaultRow row, Backend backend) {
    Cell.Shown shown = shown(row, backend);
    if (!shown.isEmpty()) {
      return shown;
    }
    return reason(row, backend)
        .<Cell>map(Cell.Impossible::new)
        .orElseGet(() -> row.neutral() == null ? new Cell.Open() : new Cell.Neutral());
  }

  private Cell.Shown shown(FaultRow row, Backend backend) {
    return new Cell.Shown(
        proofs.stream()
            .filter(proof -> proof.row().equals(row.id()) && proof.backends().contains(backend))
            .map(Proof::test)
            .collect(Collectors.toCollection(TreeSet::new)),
        fixtures.stream()
            .filter(fixture -> fixture.backend() == backend)
            .filter(fixture -> !fixture.shows(row.id(), proofs).isEmpty())
            .map(Fixture::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The cases of a row that fixtures run. */
  private SortedSet<String> cases(FaultRow row) {
    return fixtures.stream()
        .flatMap(fixture -> fixture.shows(row.id(), proofs).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<String> reason(FaultRow row, Backend backend) {
    if (!row.names(backend)) {
      return Optional.of(
          "the row is about "
              + Arrays.stream(Backend.values())
                  .filter(row::names)
                  .map(Backend::title)
                  .collect(Collectors.joining(" and ")));
    }
    return fixtures.stream()
        .filter(fixture -> fixture.backend() == backend)
        .flatMap(fixture -> Stream.ofNullable(fixture.reasons().get(row.id())))
        .findFirst();
  }

  /** The tests of a row that run on no backend of the columns. */
  private SortedSet<String> neutralTests(FaultRow row) {
    return proofs.stream()
        .filter(proof -> proof.row().equals(row.id()) && proof.backends().isEmpty())
        .map(Proof::test)
        .filter(test -> fixtures.stream().noneMatch(fixture -> fixture.runs(test)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  String text() {
    StringBuilder page = new StringBuilder(HEAD).append("| |");
    for (Backend backend : Backend.values()) {
      page.append(' ').append(backend.title()).append(" |");
    }
    page.append("\n|---|").append("---|".repeat(Backend.values().length)).append('\n');
    for (FaultRow row : rows) {
      page.append("| [%s](#%s) |".formatted(row.id(), row.id().toLowerCase(Locale.ROOT)));
      for (Backend backend : Backend.values()) {
        page.append(' ').append(sign(cell(row, backend))).append(" |");
      }
      page.append('\n');
    }
    rows.forEach(row -> page.append(section(row)));
    return page.toString();
  }

  private static String sign(Cell cell) {
    return switch (cell) {
      case Cell.Shown shown -> "●";
      case Cell.Neutral neutral -> "○";
      case Cell.Impossible impossible -> "–";
      case Cell.Open open -> "open";
    };
  }

  private String section(FaultRow row) {
    StringBuilder section =
        new StringBuilder("\n## %s\n\n".formatted(row.id()))
            .append("%s. ".formatted(row.fault()))
            .append("Expected: %s.\n".formatted(row.expected()));
    SortedSet<String> above = neutralTests(row);
    if (row.neutral() != null) {
      section.append(
          "\nDecided above the providers: %s. Shown by %s.\n"
              .formatted(row.neutral(), code(above)));
    } else if (!above.isEmpty()) {
      section.append(
          "\nWhat follows from it is decided above the providers: %s.\n".formatted(code(above)));
    }
    SortedSet<String> cases = cases(row);
    if (!cases.isEmpty()) {
      section.append(
          "\nCases, of which a class below runs those that apply to its backend: %s.\n"
              .formatted(code(cases)));
    }
    Map<String, List<String>> backends = new LinkedHashMap<>();
    for (Backend backend : Backend.values()) {
      Cell cell = cell(row, backend);
      if (!(cell instanceof Cell.Neutral)) {
        backends.computeIfAbsent(told(cell), text -> new ArrayList<>()).add(backend.title());
      }
    }
    section.append(backends.isEmpty() ? "" : "\n| Backend | Shown by |\n|---|---|\n");
    backends.forEach((text, titles) ->
        section.append("| %s | %s |\n".formatted(String.join(", ", titles), text)));
    return section.toString().replace("<", "&lt;");
  }

  private static String told(Cell cell) {
    return switch (cell) {
      case Cell.Shown(var tests, var fixtures) ->
          Stream.concat(tests.stream(), fixtures.stream())
              .map(test -> "`" + test + "`")
              .collect(Collectors.joining(", "));
      case Cell.Neutral neutral -> "";
      case Cell.Impossible(String why) -> "cannot occur: " + why;
      case Cell.Open open -> "nothing";
    };
  }

  private static String code(SortedSet<String> tests) {
    return tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
  }
}
