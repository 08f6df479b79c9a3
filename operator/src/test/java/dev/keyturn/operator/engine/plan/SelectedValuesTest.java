package dev.keyturn.operator.engine.plan;

import static dev.keyturn.operator.engine.plan.PlanFixture.answer;
import static dev.keyturn.operator.engine.plan.PlanFixture.entry;
import static dev.keyturn.operator.engine.plan.PlanFixture.extract;
import static dev.keyturn.operator.engine.plan.PlanFixture.optional;
import static dev.keyturn.operator.engine.plan.PlanFixture.spec;
import static dev.keyturn.operator.engine.plan.PlanFixture.value;
import static dev.keyturn.operator.engine.plan.PlanFixture.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SyncData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectedValuesTest {
  private static final String LOST = "lost";

  private static Step.Complete complete(SecretSyncSpec spec, Map<String, String> texts) {
    return (Step.Complete) walk(new World(spec).observed(), texts);
  }

  private static Step.Failed failed(SecretSyncSpec spec, Map<String, ReadResult> answers) {
    return (Step.Failed) answer(new World(spec).observed(), answers);
  }

  private static ReadResult notFound() {
    return new ReadResult.Failed(ErrorClass.NotFound, Detail.NONE);
  }

  @Test
  void laterExtractsWinOverEarlierOnesAndSingleKeysOverAll() {
    SecretSyncSpec spec =
        spec(null, List.of(entry("c", "third", "c")), List.of(extract("first"), extract("second")));
    Step.Complete complete =
        complete(
            spec,
            Map.of(
                "first", "{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\"}",
                "second", "{\"b\":\"2\",\"c\":\"2\"}",
                "third", "{\"c\":\"3\"}"));
    assertThat(PlanFixture.texts(complete.desired().data()))
        .isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
    assertThat(complete.keys()).isEqualTo(new KeyCount(3, 3, List.of()));
  }

  @Test
  void aMissingOptionalKeyIsReportedAndLeftOut() {
    SecretSyncSpec spec =
        spec(
            null,
            List.of(optional("gone", LOST, null), optional("member", "shop", "absent")),
            List.of(extract("shop")));
    Step step =
        answer(
            new World(spec).observed(),
            Map.of(LOST, notFound(), "shop", value("{\"a\":\"1\",\"b\":\"2\"}")));
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Complete.class,
            complete -> {
              assertThat(complete.desired().data()).containsOnlyKeys("a", "b");
              assertThat(complete.keys()).isEqualTo(new KeyCount(4, 2, List.of("gone", "member")));
            });
  }

  @Test
  void anOptionalKeyDoesNotVanishWithItsMount() {
    SecretSyncSpec spec = spec(entry("a", "shop", null), optional("b", LOST, null));
    Step.Failed failed =
        failed(
            spec,
            Map.of(
                "shop",
                value("x"),
                LOST,
                new ReadResult.Failed(ErrorClass.NotFound, Detail.CONTAINER_MISSING)));
    assertThat(failed.why().kind()).isEqualTo(ErrorClass.NotFound);
    assertThat(failed.why().detail()).isEqualTo(Detail.CONTAINER_MISSING);
  }

  @ParameterizedTest
  @CsvSource({
    "SourceDeleted, SOFT_DELETED",
    "AccessDenied, NONE",
    "Unavailable, NONE",
    "Timeout, NONE",
    "Sealed, NONE"
  })
  void anOptionalKeyForgivesNothingButItsAbsence(ErrorClass kind, Detail detail) {
    Step.Failed failed =
        failed(
            spec(entry("a", "shop", null), optional("b", LOST, null)),
            Map.of("shop", value("x"), LOST, new ReadResult.Failed(kind, detail)));
    assertThat(failed.why().kind()).isEqualTo(kind);
  }

  @Test
  void everyMissingKeyIsNamedAndNothingIsMade() {
    SecretSyncSpec spec =
        spec(
            entry("a", "shop", "a"),
            entry("b", "shop", "absent"),
            entry("c", LOST, null),
            entry("d", "shop", "d"));
    Step.Failed failed =
        failed(spec, Map.of("shop", value("{\"a\":\"1\",\"d\":\"4\"}"), LOST, notFound()));
    assertThat(failed.why())
        .isEqualTo(Problem.of(ErrorClass.KeyMissing, "b = data[1], key shop, property absent"));
    assertThat(failed.keys()).isEqualTo(new KeyCount(4, 2, List.of("b", "c")));
  }

  @Test
  void aFailedExtractFailsAll() {
    SecretSyncSpec spec = spec(null, List.of(entry("a", "shop", null)), List.of(extract(LOST)));
    Step.Failed failed = failed(spec, Map.of("shop", value("x"), LOST, notFound()));
    assertThat(failed.why())
        .isEqualTo(Problem.of(ErrorClass.NotFound, "dataFrom[0].extract, key lost"));
  }

  @ParameterizedTest
  @CsvSource({
    "NotFound, NONE, NotFound, NONE, true",
    "NotFound, NONE, SourceDeleted, SOFT_DELETED, true",
    "SourceDeleted, DESTROYED, NotFound, NONE, true",
    "NotFound, NONE, NotFound, CONTAINER_MISSING, false",
    "NotFound, NONE, Unavailable, NONE, false",
    "NotFound, NONE, SourceDeleted, DISABLED, false",
    "AccessDenied, NONE, NotFound, NONE, false"
  })
  void onlyWhatIsSaidOfEverySourceSaysThatAllIsGone(
      ErrorClass first, Detail why, ErrorClass second, Detail whySecond, boolean gone) {
    SecretSyncSpec spec = spec(null, List.of(entry("a", "one", null)), List.of(extract("two")));
    Step.Failed failed =
        failed(
            spec,
            Map.of(
                "one",
                new ReadResult.Failed(second, whySecond),
                "two",
                new ReadResult.Failed(first, why)));
    assertThat(failed.why().kind()).isEqualTo(first);
    assertThat(failed.gone()).isEqualTo(gone);
  }

  @Test
  void oneSourceThatIsThereKeepsTheWhole() {
    assertThat(
            failed(
                    spec(entry("a", LOST, null), entry("b", "shop", null)),
                    Map.of(LOST, notFound(), "shop", value("x")))
                .gone())
        .isFalse();
    assertThat(
            failed(
                    spec(null, List.of(optional("a", LOST, null)), List.of(extract(LOST))),
                    Map.of(LOST, notFound()))
                .gone())
        .isTrue();
    assertThat(
            failed(spec(entry("a", "shop", "absent")), Map.of("shop", value("{\"b\":1}"))).gone())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain text       | InvalidData   | NONE",
        "[1,2]            | InvalidData   | NONE",
        "{}               | InvalidData   | NONE",
        "''               | InvalidData   | NONE",
        "{\"a b\":1,\"a_b\":2} | TargetInvalid | KEY_COLLISION"
      })
  void anExtractThatIsNoObjectIsNeverAnEmptySecret(String text, ErrorClass kind, Detail detail) {
    Step.Failed failed =
        failed(spec(null, null, List.of(extract("shop"))), Map.of("shop", value(text)));
    assertThat(failed.why().kind()).isEqualTo(kind);
    assertThat(failed.why().detail()).isEqualTo(detail);
  }

  @Test
  void aPropertyThatIsNoPathIsAFaultOfTheManifest() {
    Step.Failed failed =
        failed(spec(entry("a", "shop", "a|[b]")), Map.of("shop", value("{\"a\":1}")));
    assertThat(failed.why().kind()).isEqualTo(ErrorClass.ConfigInvalid);
    assertThat(failed.why().subject()).startsWith("spec.data[0] (property, column ");
  }

  @Test
  void wrongBase64IsInvalidData() {
    SyncData encoded =
        PlanFixture.entry("a", PlanFixture.reference("shop", null, null, "Base64"), null);
    assertThat(failed(spec(encoded), Map.of("shop", value("***"))).why().kind())
        .isEqualTo(ErrorClass.InvalidData);
    assertThat(PlanFixture.texts(complete(spec(encoded), Map.of("shop", "aGk=")).desired().data()))
        .isEqualTo(Map.of("a", "hi"));
  }

  @Test
  void aSecretKeyGivenTwiceIsACollision() {
    assertThat(
            SpecReader.read(PlanFixture.ID, spec(entry("a", "shop", "x"), entry("a", "shop", "y"))))
        .isEqualTo(
            new SpecOutcome.Wrong(Problem.of(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, "a")));
  }

  @Test
  void wipingLeavesNothingButZeros() {
    SyncSettings settings =
        PlanFixture.settings(spec(entry("a", "shop", null), entry("b", "shop", null)));
    SelectedValues selected = new SelectedValues(remote -> value("pencil"));
    selected.select(settings);
    List<byte[]> arrays = List.copyOf(selected.values().values());
    assertThat(arrays)
        .hasSize(2)
        .allSatisfy(
            array -> assertThat(array).isEqualTo("pencil".getBytes(StandardCharsets.UTF_8)));
    selected.wipe();
    assertThat(arrays).allSatisfy(array -> assertThat(array).containsOnly(0));
    assertThat(selected.values()).isEmpty();
  }

  @Test
  void aValueThatALaterOneReplacesIsWiped() {
    SyncSettings settings =
        PlanFixture.settings(spec(null, null, List.of(extract("first"), extract("second"))));
    AtomicReference<SelectedValues> selecting = new AtomicReference<>();
    List<byte[]> before = new ArrayList<>();
    SelectedValues selected =
        new SelectedValues(remote -> {
          before.addAll(selecting.get().values().values());
          return value("{\"a\":\"pencil\"}");
        });
    selecting.set(selected);
    selected.select(settings);
    assertThat(before).singleElement().satisfies(array -> assertThat(array).containsOnly(0));
    assertThat(PlanFixture.texts(selected.values())).isEqualTo(Map.of("a", "pencil"));
  }

  /** Each entry copies what it selects: 160 of them would fill the heap of every tenant. */
  @Test
  void manyEntriesOfOneLargeSecretEndBeforeTheyFillTheHeap() {
    List<SyncData> entries = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      entries.add(entry("k" + i, "shop", null));
    }
    ReadResult large = value("x".repeat(1_000_000));
    SelectedValues selected = new SelectedValues(remote -> large);
    selected.select(PlanFixture.settings(spec(entries.toArray(SyncData[]::new))));
    assertThat(selected.problem())
        .contains(Problem.of(ErrorClass.TargetTooLarge, "data[1], key shop"));
    assertThat(selected.values()).containsOnlyKeys("k0");
    selected.wipe();
    SelectedValues templated = new SelectedValues(remote -> large);
    templated.select(
        PlanFixture.settings(
            spec(PlanFixture.target(null, null, "out", "{{ .k0 | len }}"), entries, null)));
    assertThat(templated.problem())
        .contains(Problem.of(ErrorClass.TargetTooLarge, Detail.TOO_LARGE, "data[4], key shop"));
    assertThat(templated.values()).containsOnlyKeys("k0", "k1", "k2", "k3");
  }

  @Test
  void whatALaterEntryReplacesDoesNotCount() {
    ReadResult large = value("{\"a\":\"" + "x".repeat(1_000_000) + "\"}");
    SelectedValues selected = new SelectedValues(remote -> large);
    selected.select(
        PlanFixture.settings(
            spec(
                null,
                List.of(entry("a", "shop", "a")),
                List.of(extract("shop"), extract("shop"), extract("shop")))));
    assertThat(selected.problem()).isEmpty();
    assertThat(selected.values().get("a")).hasSize(1_000_000);
  }
}
