package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random templates end in bytes or a failure, within the budget, and tell no value. */
class FuzzTest {
  private static final String CANARY = "canary-9f3c1e";
  private static final int TEMPLATES = 1_000;
  private static final Limits SMALL = new Limits(4_096, 2_000, 200, 16, 8_192, 262_144);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void randomTemplatesNeverThrowNorOverspendNorTellAValue(long seed) {
    Random random = new Random(seed);
    RandomTemplates templates =
        new RandomTemplates(random, List.copyOf(FunctionTable.create().names()));
    SortedMap<String, byte[]> values = new TreeMap<>();
    values.put("secret", CANARY.getBytes(StandardCharsets.UTF_8));
    values.put("bin", new byte[] {(byte) 0xff, 0, (byte) 0x80});
    values.put("json", "{\"a\":[1,{\"b\":null}]}".getBytes(StandardCharsets.UTF_8));
    Templates parser = new Templates(SMALL);
    for (int i = 0; i < TEMPLATES; i++) {
      String text = templates.next();
      Budget budget = Budget.of(SMALL);
      String told =
          switch (parser.parse("key", text)) {
            case ParseOutcome.Rejected(TemplateFailure failure) -> failure + failure.message();
            case ParseOutcome.Parsed(Template template) -> render(template, values, budget);
          };
      assertThat(told).as("seed %d: %s", seed, text).doesNotContain(CANARY);
      assertThat(budget.spentSteps()).as(text).isLessThanOrEqualTo(SMALL.steps());
      assertThat(budget.spentOutput()).as(text).isLessThanOrEqualTo(SMALL.outputBytes());
    }
  }

  /** What the outcome tells besides the bytes. */
  private static String render(Template template, SortedMap<String, byte[]> values, Budget budget) {
    return switch (template.render(values, budget)) {
      case RenderOutcome.Rendered rendered -> {
        assertThat(rendered.output().length).isLessThanOrEqualTo((int) SMALL.outputBytes());
        yield rendered.toString();
      }
      case RenderOutcome.Failed(TemplateFailure failure) -> failure + failure.message();
    };
  }
}
