package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.ShapeFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.CertificateRule;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.JsonRule;
import dev.keyturn.crds.v1alpha1.SyncRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps a target from being written although every value was read. */
final class ValueRulesTest {
  private static final String CANARY = "canary-value";

  private static Step walk(String value, SyncRule rule) {
    return new ShapeFixture()
        .value("k", value)
        .walk(
            new World(
                ShapeFixture.with(
                    PlanFixture.spec(PlanFixture.entry("a", "k", null)), null, List.of(rule))));
  }

  private static void assertBroken(Step step, String rule) {
    assertThat(problem(step).kind()).isEqualTo(ErrorClass.ValidationFailed);
    assertThat(problem(step).subject()).isEqualTo("key a, " + rule).doesNotContain(CANARY);
  }

  private static SyncRule json(String... keys) {
    return new SyncRule("a", null, null, null, new JsonRule(List.of(keys)));
  }

  @Test
  void aShortValueIsRefused() {
    SyncRule rule = new SyncRule("a", 13, null, null, null);
    assertBroken(walk(CANARY, rule), "minLength 13");
    assertThat(walk(CANARY + "x", rule)).isInstanceOf(Step.Complete.class);
  }

  @Test
  void aValueWithoutTheMatchIsRefused() {
    assertBroken(walk(CANARY, new SyncRule("a", null, "^x", null, null)), "pattern");
    assertThat(walk(CANARY, new SyncRule("a", null, "ary-", null, null)))
        .isInstanceOf(Step.Complete.class);
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    SyncRule rule = new SyncRule("a", null, null, new CertificateRule("24h"), null);
    assertBroken(walk(CANARY, rule), "x509.minRemaining 86400s");
  }

  @Test
  void anObjectMustHaveItsMembers() {
    assertThat(walk("{\"url\":\"u\",\"user\":\"\"}", json("url", "user")))
        .isInstanceOf(Step.Complete.class);
    assertBroken(
        walk("{\"url\":\"" + CANARY + "\",\"user\":null}", json("user")),
        "json.requiredKeys [user]");
    assertBroken(walk(CANARY, json("url")), "json.requiredKeys [url]");
  }

  @Test
  void aRuleForAKeyThatIsNotThereIsBroken() {
    Step step = walk(CANARY, new SyncRule("b", 1, null, null, null));
    assertThat(problem(step).subject()).isEqualTo("key b, it is absent");
  }
}
