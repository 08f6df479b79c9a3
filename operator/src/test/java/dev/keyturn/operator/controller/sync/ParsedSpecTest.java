package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.RemoteReference;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.StoreReference;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.SyncId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedSpecTest {
  private static final SyncId ID = new SyncId("shop", "db");

  private final SyncMemories memories = new SyncMemories(namespace -> Duration.ZERO);

  private static SecretSync sync(String uid, long generation, String interval) {
    SecretSync sync = new SecretSync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("db")
            .withUid(uid)
            .withGeneration(generation)
            .build());
    sync.setSpec(
        new SecretSyncSpec(
            new StoreReference("vault", null),
            interval,
            null,
            null,
            null,
            List.of(
                new SyncData(
                    "a", new RemoteReference("k", null, null, null, null, null), null, null)),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    return sync;
  }

  private static Duration interval(SpecOutcome outcome) {
    return ((SpecOutcome.Read) outcome).settings().interval();
  }

  @Test
  void aGenerationIsReadOnceByWhoeverAsks() {
    SyncMemory memory = memories.of(ID, "uid-1", 0);
    SpecOutcome first = memory.spec().of(ID, sync("uid-1", 1, "10m"), Duration.ZERO);
    assertThat(memory.spec().of(ID, sync("uid-1", 1, "10m"), Duration.ZERO)).isSameAs(first);
    assertThat(memories.spec(ID, sync("uid-1", 1, "10m"))).isSameAs(first);
  }

  @Test
  void aNewGenerationIsReadAnew() {
    ParsedSpec spec = memories.of(ID, "uid-1", 0).spec();
    assertThat(interval(spec.of(ID, sync("uid-1", 1, "10m"), Duration.ZERO)))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(interval(spec.of(ID, sync("uid-1", 2, "20m"), Duration.ZERO)))
        .isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void anotherIntervalOfTheScopesIsReadAnew() {
    ParsedSpec spec = memories.of(ID, "uid-1", 0).spec();
    SecretSync sync = sync("uid-1", 1, "10m");
    assertThat(interval(spec.of(ID, sync, Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(interval(spec.of(ID, sync, Duration.ofHours(1)))).isEqualTo(Duration.ofHours(1));
    assertThat(interval(spec.of(ID, sync, Duration.ZERO))).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aSpecThatIsWrongIsNotReadAgainEither() {
    ParsedSpec spec = memories.of(ID, "uid-1", 0).spec();
    SpecOutcome wrong = spec.of(ID, sync("uid-1", 1, "1s"), Duration.ZERO);
    assertThat(wrong).isInstanceOf(SpecOutcome.Wrong.class);
    assertThat(spec.of(ID, sync("uid-1", 1, "1s"), Duration.ZERO)).isSameAs(wrong);
  }

  @Test
  void anotherObjectOfTheNameIsReadByItself() {
    assertThat(
            interval(
                memories.of(ID, "uid-1", 0).spec().of(ID, sync("uid-1", 1, "10m"), Duration.ZERO)))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(interval(memories.spec(ID, sync("uid-2", 1, "20m"))))
        .isEqualTo(Duration.ofMinutes(20));
    assertThat(
            interval(
                memories.of(ID, "uid-2", 0).spec().of(ID, sync("uid-2", 1, "20m"), Duration.ZERO)))
        .isEqualTo(Duration.ofMinutes(20));
  }
}
