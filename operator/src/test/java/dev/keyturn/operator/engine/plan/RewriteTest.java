package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.ShapeFixture.data;
import static dev.keyturn.operator.engine.plan.ShapeFixture.extract;
import static dev.keyturn.operator.engine.plan.ShapeFixture.problem;
import static dev.keyturn.operator.engine.plan.ShapeFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.RewriteMerge;
import dev.keyturn.crds.v1alpha1.RewriteRegexp;
import dev.keyturn.crds.v1alpha1.RewriteTransform;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SyncDataFrom;
import dev.keyturn.crds.v1alpha1.SyncRewrite;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the keys of an entry. */
final class RewriteTest {

  private static SyncRewrite regexp(String source, String target) {
    return new SyncRewrite(new RewriteRegexp(source, target), null, null);
  }

  private static SyncRewrite transform(String template) {
    return new SyncRewrite(null, new RewriteTransform(template), null);
  }

  private static SyncRewrite merge(
      @Nullable String into,
      @Nullable String conflicts,
      @Nullable List<String> priority,
      @Nullable String policy) {
    return new SyncRewrite(
        null,
        null,
        new RewriteMerge(into == null ? null : "JSON", into, conflicts, priority, policy));
  }

  private static Step walk(String json, SyncRewrite... rewrites) {
    return new ShapeFixture().value("k", json).walk(new World(spec(extract("k", rewrites))));
  }

  private static Step walk(SyncDataFrom entry, String json) {
    return new ShapeFixture().value("k", json).walk(new World(spec(entry)));
  }

  private static void assertProblem(Step step, ErrorClass kind, Detail detail) {
    assertThat(problem(step))
        .extracting(Problem::kind, Problem::detail)
        .containsExactly(kind, detail);
  }

  @ParameterizedTest
  @CsvSource({
    "^app-, '', db, app-other",
    "^app-(.*)$, x_${1}, x_db, x_other",
    "^app-(.*)$, x_$1, x_db, x_other",
    "^app-(?P<name>.*)$, ${name}_y, db_y, other_y",
    "^app-(.*)$, $1x, '', ''",
  })
  void anExpressionReplacesWhatItMatchesAsInGo(
      String source, String target, String first, String second) {
    Step step = walk("{\"app-db\":\"1\",\"app-other\":\"2\"}", regexp(source, target));
    if (first.isEmpty()) {
      assertProblem(step, ErrorClass.TargetInvalid, Detail.KEY_COLLISION);
    } else if (target.isEmpty()) {
      assertThat(data(step)).isEqualTo(Map.of("db", "1", "other", "2"));
    } else {
      assertThat(data(step)).isEqualTo(Map.of(first, "1", second, "2"));
    }
  }

  @Test
  void aKeyWithoutAMatchStays() {
    assertThat(data(walk("{\"a\":\"1\",\"b-x\":\"2\"}", regexp("^b-", ""))))
        .isEqualTo(Map.of("a", "1", "x", "2"));
  }

  @Test
  void eachChangeWorksUponTheOneBefore() {
    assertThat(
            data(
                walk(
                    "{\"app/db\":\"1\"}",
                    regexp("^app/", ""),
                    transform("{{ .value | upper }}_URL"))))
        .isEqualTo(Map.of("DB_URL", "1"));
  }

  @Test
  void withARewriteNoCharacterIsConverted() {
    assertThat(problem(walk("{\"a/b\":\"1\"}", regexp("x", "y"))))
        .isEqualTo(Problem.of(ErrorClass.TargetInvalid, Detail.KEY, "dataFrom[0], key a/b"));
  }

  @Test
  void twoKeysThatBecomeOneCollide() {
    assertProblem(
        walk("{\"a1\":\"1\",\"a2\":\"2\"}", regexp("[0-9]", "")),
        ErrorClass.TargetInvalid,
        Detail.KEY_COLLISION);
  }

  @Test
  void aTemplateThatDoesNotRenderSaysWhere() {
    assertThat(problem(walk("{\"a\":\"1\"}", transform("x\n{{ .other }}"))))
        .isEqualTo(
            Problem.of(
                ErrorClass.TemplateError,
                "dataFrom[0].rewrite[0]:2:4: template \"other\" reads a key that is not there"));
    assertThat(problem(walk("{\"a\":\"1\"}", transform("{{ env \"HOME\" }}"))).subject())
        .startsWith("dataFrom[0].rewrite[0]:1:4: env is excluded");
    assertThat(problem(walk("{\"a\":\"1\"}", transform("{{ if }}"))).kind())
        .isEqualTo(ErrorClass.TemplateError);
  }

  /**
   * An expression that is none is a field of the manifest, and no place in a template of theirs.
   */
  @Test
  void anExpressionThatIsNoneIsAFaultOfTheSpec() {
    assertProblem(
        walk("{\"a\":\"1\"}", regexp("a(?=b)", "x")), ErrorClass.ConfigInvalid, Detail.FIELD);
  }

  @Test
  void allEntriesAndTheTemplatesOfASecretShareOneBudget() {
    String loops = "{{ range until 100 }}{{ range until 300 }}{{ end }}{{ end }}";
    SyncDataFrom entry = extract("k", transform(loops + "{{ .value }}"));
    ShapeFixture backend = new ShapeFixture().value("k", "{\"a\":\"1\"}");
    assertThat(data(backend.walk(new World(spec(entry))))).isEqualTo(Map.of("a", "1"));
    assertProblem(
        backend.walk(new World(spec(entry, entry, entry, entry))),
        ErrorClass.TemplateError,
        Detail.BUDGET);
    SecretSyncSpec templated =
        PlanFixture.spec(
            PlanFixture.target(null, null, "out", loops + loops + loops), null, List.of(entry));
    assertProblem(backend.walk(new World(templated)), ErrorClass.TemplateError, Detail.BUDGET);
  }

  @Test
  void aMergeHoistsTheMembersOfAllValues() {
    assertThat(
            data(
                walk(
                    "{\"a\":{\"x\":1.50,\"y\":\"t\"},\"b\":{\"z\":{\"deep\":true},\"n\":null}}",
                    merge(null, null, null, null))))
        .isEqualTo(Map.of("x", "1.50", "y", "t", "z", "{\"deep\":true}"));
  }

  @Test
  void aMergeIntoOneKeyKeepsTheOthers() {
    assertThat(
            data(
                walk(
                    "{\"a\":{\"x\":1.50},\"b\":{\"y\":\"t\"}}",
                    merge("all.json", null, null, null))))
        .isEqualTo(
            Map.of(
                "a", "{\"x\":1.50}", "b", "{\"y\":\"t\"}", "all.json", "{\"x\":1.50,\"y\":\"t\"}"));
  }

  @Test
  void twoMembersOfOneNameAreAFaultUnlessTheLaterOneMayWin() {
    String json = "{\"a\":{\"x\":1},\"b\":{\"x\":2}}";
    assertProblem(
        walk(json, merge(null, null, null, null)), ErrorClass.TargetInvalid, Detail.KEY_COLLISION);
    assertThat(data(walk(json, merge(null, "Ignore", null, null)))).isEqualTo(Map.of("x", "2"));
    assertThat(data(walk(json, merge(null, "Ignore", List.of("a"), null))))
        .isEqualTo(Map.of("x", "1"));
  }

  @Test
  void aKeyOfThePriorityMustBeThereUnlessItNeedNot() {
    String json = "{\"a\":{\"x\":1}}";
    assertProblem(
        walk(json, merge(null, null, List.of("never"), null)), ErrorClass.KeyMissing, Detail.NONE);
    assertThat(data(walk(json, merge(null, null, List.of("never"), "IgnoreNotFound"))))
        .isEqualTo(Map.of("x", "1"));
  }

  @Test
  void aMergeOfWhatIsNoObjectIsInvalid() {
    assertProblem(
        walk("{\"a\":\"text\"}", merge(null, null, null, null)),
        ErrorClass.InvalidData,
        Detail.NONE);
  }

  @Test
  void unicodeSpellsOutWhatAKeyMayNotHave() {
    RemoteReference reference = new RemoteReference("k", null, null, null, "Unicode", null);
    assertThat(data(walk(PlanFixture.extract(reference), "{\"a/ä b\":\"1\"}")))
        .isEqualTo(Map.of("a_U2f__Ue4__U20_b", "1"));
  }

  @Test
  void metadataIsExtractedAndSelectedLikeAValue() {
    RemoteReference all = new RemoteReference("k", null, null, null, null, "Fetch");
    RemoteReference one = new RemoteReference("k", "owner", null, null, null, "Fetch");
    ShapeFixture backend =
        new ShapeFixture().value("k", "v", Map.of("owner", "a \"b\"\n", "team", "shop"));
    assertThat(data(backend.walk(new World(spec(PlanFixture.extract(all))))))
        .isEqualTo(Map.of("owner", "a \"b\"\n", "team", "shop"));
    assertThat(
            data(
                new ShapeFixture()
                    .value("k", "v", Map.of("owner", "ops"))
                    .walk(new World(PlanFixture.spec(PlanFixture.entry("o", one, null))))))
        .isEqualTo(Map.of("o", "ops"));
  }

  @Test
  void metadataThatIsNotThereIsMissing() {
    RemoteReference all = new RemoteReference("k", null, null, null, null, "Fetch");
    assertProblem(
        walk(PlanFixture.extract(all), "{\"a\":\"1\"}"), ErrorClass.KeyMissing, Detail.NONE);
  }

  @Test
  void aLaterEntryWinsAndDataWinsOverAll() {
    ShapeFixture backend =
        new ShapeFixture()
            .value("one", "{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\"}")
            .value("two", "{\"b\":\"2\",\"c\":\"2\"}");
    World world =
        new World(
            PlanFixture.spec(
                null,
                List.of(PlanFixture.entry("c", "one", "a")),
                List.of(extract("one"), extract("two"))));
    assertThat(data(backend.walk(world))).isEqualTo(Map.of("a", "1", "b", "2", "c", "1"));
  }
}
