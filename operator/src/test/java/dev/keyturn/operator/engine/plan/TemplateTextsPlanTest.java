package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.crds.v1alpha1.TargetTemplate;
import dev.keyturn.crds.v1alpha1.TemplateSource;
import dev.keyturn.crds.v1alpha1.TemplateSourceObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a plan asks for the texts of other objects, and what a sealed target is spared. */
class TemplateTextsPlanTest {
  private static final TemplateOrigin.Referenced ONE =
      new TemplateOrigin.Referenced(TemplateOrigin.Kind.CONFIG_MAP, "one", List.of());
  private static final SecretSyncSpec SPEC =
      spec(
          new SyncTarget(
              null,
              null,
              null,
              new TargetTemplate(
                  null,
                  null,
                  null,
                  null,
                  List.of(new TemplateSource(new TemplateSourceObject("one", null), null, null)),
                  null),
              null,
              null));
  private static final Knowledge TEXTS =
      new Knowledge(
          Map.of(),
          Map.of(),
          Optional.of(
              new TemplateTexts.Read(
                  Map.of(ONE, new TreeMap<>(Map.of("k", "K {{ .a }}"))), Map.of(ONE, "uid@1"))));

  private static SecretSyncSpec spec(SyncTarget target) {
    return PlanFixture.spec(target, List.of(PlanFixture.entry("a", "shop", null)), null);
  }

  private static Step next(World world, Knowledge knowledge) {
    return PlanFixture.plan().next(world.observed(), knowledge);
  }

  private static Knowledge with(Knowledge knowledge, Step.Need need, ReadResult result) {
    Map<ReadRequest, ReadResult> reads = new HashMap<>();
    need.reads().forEach(request -> reads.put(request, result));
    return new Knowledge(reads, Map.of(), knowledge.texts());
  }

  @Test
  void theTextsComeBeforeTheValues() {
    World world = new World(SPEC);
    assertThat(next(world, Knowledge.NOTHING)).isEqualTo(new Step.NeedTexts(List.of(ONE)));
    Step.Need need = (Step.Need) next(world, TEXTS);
    Step step = next(world, with(TEXTS, need, PlanFixture.value("v")));
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Complete.class,
            complete -> {
              assertThat(PlanFixture.texts(complete.desired().data()))
                  .isEqualTo(Map.of("k", "K v"));
              assertThat(complete.sources())
                  .contains(new SyncSource("ConfigMap/one", "", "uid@1", null));
            });
  }

  @Test
  void aMissingTextFailsBeforeTheBackendIsAsked() {
    Problem why = Problem.of(ErrorClass.TemplateError, Detail.KEY, "ConfigMap one");
    Knowledge failed =
        new Knowledge(Map.of(), Map.of(), Optional.of(new TemplateTexts.Failed(why)));
    assertThat(next(new World(SPEC), failed)).isEqualTo(new Step.Failed(why, KeyCount.UNKNOWN));
  }

  @Test
  void anUnchangedWorldReadsNoText() {
    World world = new World(SPEC).settled().due();
    Step.Need need = (Step.Need) next(world, Knowledge.NOTHING);
    assertThat(need.confirm()).isTrue();
    assertThat(next(world, with(Knowledge.NOTHING, need, new ReadResult.Unchanged())))
        .isEqualTo(new Step.Confirmed());
    assertThat(next(world, with(Knowledge.NOTHING, need, PlanFixture.value("v"))))
        .isEqualTo(new Step.NeedTexts(List.of(ONE)));
  }

  @Test
  void aChangedTextRendersAnewWhateverTheSyncWaitsFor() {
    World world = new World(SPEC).settled().waiting().templates(TemplateNews.CHANGED);
    assertThat(next(world, Knowledge.NOTHING)).isEqualTo(new Step.NeedTexts(List.of(ONE)));
    Step.Need need = (Step.Need) next(world, TEXTS);
    assertThat(need.confirm()).isFalse();
    assertThat(need.trigger()).isEqualTo(Trigger.TEMPLATE);
  }

  @Test
  void aTextThatWasSeenAndNotAppliedWaitsButIsNotConfirmedAway() {
    World world = new World(SPEC).settled().templates(TemplateNews.UNAPPLIED);
    assertThat(next(world, Knowledge.NOTHING)).isEqualTo(new Step.Rest(false));
    assertThat(next(world.due(), Knowledge.NOTHING)).isInstanceOf(Step.NeedTexts.class);
  }

  @Test
  void aSealedTargetIsReadNoMore() {
    SyncTarget immutable = new SyncTarget(null, null, null, null, true, null);
    World sealed = new World(spec(immutable)).settled().immutable().due();
    assertThat(next(sealed, Knowledge.NOTHING)).isEqualTo(new Step.Rest(false));
    assertThat(next(sealed.requested("now"), Knowledge.NOTHING)).isInstanceOf(Step.Need.class);
    World open = new World(spec(immutable)).settled().due();
    assertThat(next(open, Knowledge.NOTHING)).isInstanceOf(Step.Need.class);
    World gone = new World(spec(immutable)).settled().immutable().withoutTarget();
    assertThat(next(gone, Knowledge.NOTHING)).isInstanceOf(Step.Need.class);
  }

  @Test
  void aSealedTargetDoesNotGetStale() {
    SyncSettings settings =
        PlanFixture.settings(spec(new SyncTarget(null, null, null, null, true, null)));
    assertThat(settings.maxStaleness()).isGreaterThan(java.time.Duration.ofDays(36_000));
  }
}
