package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
  private final Templates templates = new Templates(Limits.standard());

  @Test
  void keepsTheBytesOfAValueAsTheyAre() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    SortedMap<String, byte[]> values = new TreeMap<>(Map.of("bin", every));
    assertThat(new TemplateFixture().outcome("{{ .bin }}", values))
        .isInstanceOfSatisfying(
            RenderOutcome.Rendered.class, done -> assertThat(done.output()).isEqualTo(every));
  }

  @Test
  void parsesATextOnceAndNamesFailuresByTheKeyThatAsks() {
    Template first = parsed("first", "{{ .nope }}");
    Template second = parsed("second", "{{ .nope }}");
    assertThat(templates.size()).isEqualTo(1);
    assertThat(failure(first).templateKey()).isEqualTo("first");
    assertThat(failure(second).templateKey()).isEqualTo("second");
  }

  @Test
  void forgetsTheTextThatWasNotUsedForLongest() {
    for (int i = 0; i < 2_100; i++) {
      parsed("key", "text " + i);
    }
    assertThat(templates.size()).isEqualTo(2_000);
  }

  @Test
  void refusesATextLongerThanTheLimitBeforeParsingIt() {
    assertThat(templates.parse("key", "é".repeat(64 * 1024)))
        .isInstanceOf(ParseOutcome.Parsed.class);
    assertThat(templates.parse("key", "é".repeat(64 * 1024) + "x"))
        .isInstanceOfSatisfying(
            ParseOutcome.Rejected.class,
            rejected -> assertThat(rejected.failure().reason()).isEqualTo(Reason.TEXT_BUDGET));
  }

  @Test
  void refusesDeepNestingWhileParsing() {
    for (String nested :
        new String[] {
          "{{ " + "(".repeat(5_000) + "1" + ")".repeat(5_000) + " }}",
          "{{ if 1 }}".repeat(5_000) + "{{ end }}".repeat(5_000),
          "{{ if 1 }}" + "{{ else if 1 }}".repeat(5_000) + "{{ end }}",
          "{{ $x := dict }}{{ $x" + ".a".repeat(5_000) + " }}"
        }) {
      assertThat(templates.parse("key", nested))
          .isInstanceOfSatisfying(
              ParseOutcome.Rejected.class,
              rejected -> assertThat(rejected.failure().reason()).isEqualTo(Reason.DEPTH_BUDGET));
    }
  }

  @Test
  void refusesNumbersOfAbsurdLength() {
    for (String digits : new String[] {"1", "0xf", "0x_f", "1_1", ".5"}) {
      assertThat(templates.parse("key", "{{ " + digits + "1".repeat(100_000) + " }}"))
          .isInstanceOfSatisfying(
              ParseOutcome.Rejected.class,
              rejected -> assertThat(rejected.failure().reason()).isEqualTo(Reason.SYNTAX));
    }
  }

  @Test
  void oneBudgetCoversAllTemplatesOfASecret() {
    Template large = parsed("key", "{{ repeat 600000 \"x\" }}");
    Budget budget = Budget.of(Limits.standard());
    assertThat(large.render(new TreeMap<>(), budget)).isInstanceOf(RenderOutcome.Rendered.class);
    assertThat(large.render(new TreeMap<>(), budget))
        .isInstanceOfSatisfying(
            RenderOutcome.Failed.class,
            failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.OUTPUT_BUDGET));
  }

  @Test
  void aBudgetServesTheNextTemplateAfterAFailureDeepInside() {
    Budget budget = Budget.of(Limits.standard());
    Template failing = parsed("key", "{{ if 1 }}{{ if 1 }}{{ .nope }}{{ end }}{{ end }}");
    for (int i = 0; i < 100; i++) {
      failing.render(new TreeMap<>(), budget);
    }
    assertThat(parsed("key", "{{ if 1 }}a{{ end }}").render(new TreeMap<>(), budget))
        .isInstanceOf(RenderOutcome.Rendered.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{ .a }}{{ $.b }} | a,b",
        "{{ with .a }}{{ .x }}{{ $.c }}{{ else }}{{ .d }}{{ end }} | a,c,d",
        "{{ index . \"a-b\" }}{{ get $ \"c\" }}{{ index .d 1 }} | a-b,c,d",
        "{{ if (eq .a .b) }}{{ upper (lower .c) }}{{ end }} | a,b,c",
        "{{ range $k, $v := . }}{{ $v }}{{ end }} | ''"
      })
  void namesTheKeysThatATemplateReads(String text, String keys) {
    Set<String> expected = keys.isEmpty() ? Set.of() : Set.of(keys.split(","));
    assertThat(parsed("key", text).reads()).isEqualTo(expected);
  }

  @Test
  void aFailureReadsAsOneLine() {
    assertThat(new TemplateFixture().failure("\n  {{ index . \"a-b\" }}", Map.of()).message())
        .isEqualTo("key:2:6: index \"a-b\" reads a key that is not there");
  }

  private Template parsed(String name, String text) {
    return switch (templates.parse(name, text)) {
      case ParseOutcome.Parsed(Template template) -> template;
      case ParseOutcome.Rejected(TemplateFailure failure) ->
          throw new AssertionError(failure.message());
    };
  }

  private static TemplateFailure failure(Template template) {
    return switch (template.render(new TreeMap<>(), Budget.of(Limits.standard()))) {
      case RenderOutcome.Failed(TemplateFailure failure) -> failure;
      case RenderOutcome.Rendered _ -> throw new AssertionError("rendered");
    };
  }
}
