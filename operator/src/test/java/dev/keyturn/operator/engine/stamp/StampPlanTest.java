package dev.keyturn.operator.engine.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.ClusterSecretSyncSpec;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.NamespaceSelector;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StampMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StampPlanTest {
  private static final String OWNER = "owner-uid";
  private static final SecretSyncSpec SPEC = spec("shop/db");
  private static final StampSettings WANTED = settings(SPEC, Map.of("tier", "web"));

  private final List<NamespaceView> namespaces = new ArrayList<>();
  private final List<SeenSync> syncs = new ArrayList<>();

  @Test
  void aSelectedNamespaceWithoutASyncGetsOne() {
    namespace("a", true, false);
    namespace("b", false, false);
    assertThat(plan()).isEqualTo(new StampPlan(1, List.of(new Step.Create("a"))));
  }

  @Test
  void aSyncThatIsAsItShouldBeIsLeftAlone() {
    namespace("a", true, false);
    syncs.add(ours("a", "db", SPEC, Map.of("tier", "web")));
    assertThat(plan().steps()).containsExactly(new Step.Keep("a"));
  }

  @Test
  void labelsOfOthersAreTheirs() {
    namespace("a", true, false);
    SeenSync sync = ours("a", "db", SPEC, Map.of("tier", "web", "theirs", "x"));
    syncs.add(with(sync, Set.of("tier")));
    assertThat(plan().steps()).containsExactly(new Step.Keep("a"));
  }

  @Test
  void anotherSpecAnotherLabelAndALabelThatIsNotWantedAnyMoreArePutRight() {
    for (String name : List.of("a", "b", "c")) {
      namespace(name, true, false);
    }
    SeenSync edited = ours("a", "db", spec("other/path"), Map.of("tier", "web"));
    SeenSync relabelled = ours("b", "db", SPEC, Map.of("tier", "db"));
    SeenSync old =
        with(ours("c", "db", SPEC, Map.of("tier", "web", "old", "x")), Set.of("tier", "old"));
    syncs.addAll(List.of(edited, relabelled, old));
    assertThat(plan().steps())
        .containsExactly(
            new Step.Update("a", edited),
            new Step.Update("b", relabelled),
            new Step.Update("c", old));
  }

  @Test
  void aSyncOfSomebodyElseIsInTheWay() {
    namespace("a", true, false);
    namespace("b", true, false);
    syncs.add(sync("a", "db", Optional.empty(), false, SPEC, Map.of()));
    syncs.add(sync("b", "db", Optional.of("another"), false, SPEC, Map.of()));
    assertThat(plan().steps()).containsExactly(new Step.Foreign("a"), new Step.Foreign("b"));
  }

  @Test
  void whatIsBeingDeletedIsWaitedFor() {
    namespace("a", true, false);
    syncs.add(sync("a", "db", Optional.of(OWNER), true, SPEC, Map.of()));
    assertThat(plan().steps()).containsExactly(new Step.Await("a"));
  }

  @Test
  void whatIsNotSelectedAnyMoreIsRemovedIfItIsOurs() {
    namespace("a", false, false);
    namespace("b", false, false);
    syncs.add(ours("a", "db", SPEC, Map.of()));
    syncs.add(sync("b", "db", Optional.of("another"), false, SPEC, Map.of()));
    assertThat(plan()).isEqualTo(new StampPlan(0, List.of(new Step.Remove("a", "db", "uid-a-db"))));
  }

  @Test
  void anEarlierNameIsRemovedAfterTheNewOneIsMade() {
    namespace("a", true, false);
    syncs.add(ours("a", "earlier", SPEC, Map.of()));
    assertThat(plan().steps())
        .containsExactly(new Step.Create("a"), new Step.Remove("a", "earlier", "uid-a-earlier"));
  }

  @Test
  void nothingHappensInANamespaceThatGoesOrThatNobodyKnows() {
    namespace("a", true, true);
    namespace("b", false, true);
    syncs.add(ours("b", "db", SPEC, Map.of()));
    syncs.add(ours("unknown", "db", SPEC, Map.of()));
    assertThat(plan()).isEqualTo(new StampPlan(0, List.of()));
  }

  @Test
  void aSyncIsNewsUntilItIsReported() {
    NamespaceView selected = new NamespaceView("a", "ns", Map.of("team", "shop"), false);
    NamespaceView other = new NamespaceView("a", "ns", Map.of(), false);
    SeenSync good = ours("a", "db", SPEC, Map.of("tier", "web"));
    SeenSync foreign = sync("a", "db", Optional.empty(), false, SPEC, Map.of());
    Optional<ErrorClass> conflict = Optional.of(ErrorClass.OwnershipConflict);
    assertThat(isNews(selected, Optional.of(good), Optional.empty())).isFalse();
    assertThat(isNews(selected, Optional.of(good), conflict)).isTrue();
    assertThat(isNews(selected, Optional.empty(), Optional.empty())).isTrue();
    assertThat(isNews(selected, Optional.of(foreign), Optional.empty())).isTrue();
    assertThat(isNews(selected, Optional.of(foreign), conflict)).isFalse();
    assertThat(isNews(other, Optional.of(good), Optional.empty())).isTrue();
    assertThat(isNews(other, Optional.of(foreign), Optional.empty())).isFalse();
    assertThat(isNews(other, Optional.empty(), Optional.empty())).isFalse();
  }

  private static boolean isNews(
      NamespaceView namespace, Optional<SeenSync> there, Optional<ErrorClass> reported) {
    return StampPlan.isNews(OWNER, WANTED, namespace, there, reported);
  }

  private StampPlan plan() {
    return StampPlan.of(
        OWNER,
        WANTED,
        namespaces,
        name ->
            syncs.stream()
                .filter(sync -> sync.namespace().equals(name) && sync.name().equals("db"))
                .findFirst(),
        syncs.stream().filter(sync -> sync.isOf(OWNER)).toList());
  }

  private void namespace(String name, boolean selected, boolean terminating) {
    namespaces.add(
        new NamespaceView(
            name, "ns-" + name, selected ? Map.of("team", "shop") : Map.of(), terminating));
  }

  private static SeenSync ours(
      String namespace, String name, SecretSyncSpec spec, Map<String, String> labels) {
    return sync(namespace, name, Optional.of(OWNER), false, spec, labels);
  }

  private static SeenSync sync(
      String namespace,
      String name,
      Optional<String> controller,
      boolean ending,
      SecretSyncSpec spec,
      Map<String, String> labels) {
    return new SeenSync(
        namespace,
        name,
        "uid-" + namespace + "-" + name,
        "7",
        controller,
        ending,
        spec,
        labels,
        Map.of(),
        labels.keySet(),
        Set.of());
  }

  private static SeenSync with(SeenSync sync, Set<String> ourLabels) {
    return new SeenSync(
        sync.namespace(),
        sync.name(),
        sync.uid(),
        sync.resourceVersion(),
        sync.controller(),
        sync.ending(),
        sync.spec(),
        sync.labels(),
        sync.annotations(),
        ourLabels,
        Set.of());
  }

  static SecretSyncSpec spec(String key) {
    try {
      return new ObjectMapper()
          .readValue(
              """
              {"secretStoreRef": {"name": "vault"},
               "data": [{"secretKey": "value", "remoteRef": {"key": "%s"}}]}
              """
                  .formatted(key),
              SecretSyncSpec.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StampSettings settings(SecretSyncSpec spec, Map<String, String> labels) {
    ClusterSecretSyncSpec whole =
        new ClusterSecretSyncSpec(
            new NamespaceSelector(Map.of("team", "shop"), null),
            null,
            null,
            new StampMetadata(labels, null),
            spec);
    return ((StampSpec.Read) StampSpec.read("db", whole)).settings();
  }
}
