package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where Helm cannot be asked: missing keys, errors and costs. */
class WrittenCasesTest {
  private static final List<Map<String, String>> CASES = TemplateFixture.yaml("written-cases.yaml");
  private static final List<Map<String, String>> BUDGETS =
      TemplateFixture.yaml("budget-cases.yaml");
  private static final Map<String, String> VALUES = TemplateFixture.yaml("values.yaml");

  private final TemplateFixture fixture = new TemplateFixture();

  @TestFactory
  Stream<DynamicTest> rendersOrFailsAsWritten() {
    return CASES.stream()
        .map(written ->
            DynamicTest.dynamicTest(required(written, "of"), () -> assertAsWritten(written)));
  }

  @TestFactory
  Stream<DynamicTest> costsAreRefused() {
    return BUDGETS.stream()
        .map(written ->
            DynamicTest.dynamicTest(
                required(written, "template"),
                () ->
                    assertThat(fixture.failure(required(written, "template"), VALUES).reason())
                        .isEqualTo(Reason.valueOf(required(written, "fails")))));
  }

  private void assertAsWritten(Map<String, String> written) {
    String template = required(written, "template");
    if (written.containsKey("is")) {
      assertThat(fixture.render(template, VALUES)).isEqualTo(written.get("is"));
      return;
    }
    String[] place = required(written, "at").split(":", 2);
    assertThat(fixture.failure(template, VALUES))
        .isEqualTo(
            new TemplateFailure(
                "key",
                Integer.parseInt(place[0]),
                Integer.parseInt(place[1]),
                Reason.valueOf(required(written, "fails")),
                Optional.ofNullable(written.get("function")),
                Optional.ofNullable(written.get("key"))));
  }

  private static String required(Map<String, String> written, String field) {
    return Optional.ofNullable(written.get(field)).orElseThrow();
  }
}
