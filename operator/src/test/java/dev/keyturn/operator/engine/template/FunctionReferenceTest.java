package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The reference page tells the truth: its examples run, and it names every function. */
class FunctionReferenceTest {

  /** A row of a table, without the backticks. */
  private record Row(String function, String example, String gives) {}

  @TestFactory
  Stream<DynamicTest> examplesGiveWhatThePageSays() throws IOException {
    Map<String, String> values = new HashMap<>(TemplateFixture.yaml("values.yaml"));
    values.put("cert", TemplateFixture.resource("certificates/leaf.pem"));
    values.put("key", TemplateFixture.resource("certificates/leaf.key"));
    values.put("jwk", TemplateFixture.resource("certificates/leaf.jwk"));
    TemplateFixture fixture = new TemplateFixture();
    return rows().stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.function(),
                () -> {
                  assertThat(row.example()).contains(row.function());
                  assertThat(fixture.render(row.example(), values)).isEqualTo(row.gives());
                }));
  }

  @Proves("P028")
  @Test
  void everyFunctionHasARowOrIsTheTwinOfOne() throws IOException {
    Set<String> written = rows().stream().map(Row::function).collect(Collectors.toSet());
    Set<String> kept =
        FunctionTable.create().names().stream()
            .filter(name -> !name.matches("must[A-Z].*"))
            .collect(Collectors.toSet());
    assertThat(written).isEqualTo(kept);
  }

  @Proves("P028")
  @Test
  void everyExcludedFunctionIsNamed() throws IOException {
    String page = page();
    assertThat(FunctionTable.excludedNames()).allMatch(name -> page.contains("`" + name + "`"));
  }

  private static List<Row> rows() throws IOException {
    return page()
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("(?<!\\\\)\\|", -1))
        .map(cells -> new Row(code(cells[1]), code(cells[3]), code(cells[4])))
        .toList();
  }

  private static String code(String cell) {
    return cell.strip().replaceAll("^`+|`+$", "").replace("\\|", "|");
  }

  private static String page() throws IOException {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path page = folder.resolve("docs/reference/template-functions.md");
      if (Files.exists(page)) {
        return Files.readString(page);
      }
    }
    throw new AssertionError("no reference page above " + start);
  }
}
