package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.controller.sync.SyncMemories;
import dev.keyturn.operator.engine.plan.SyncId;
import dev.keyturn.operator.engine.schedule.LateStart;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedUntilTest {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant START = BEFORE.plusSeconds(600);

  private final List<SecretSync> syncs = new ArrayList<>();
  private final SyncMemories memories = new SyncMemories(namespace -> Duration.ZERO);
  private Instant now = START;
  private final ServedUntil served = new ServedUntil(syncs::stream, memories, () -> now);

  private void make(String name) {
    SecretSync sync = new SecretSync();
    sync.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withUid("uid-" + name)
            .build());
    syncs.add(sync);
  }

  private void pass(String name) {
    memories.seen(new SyncId("shop", name), "uid-" + name, 0);
  }

  private void begin() {
    memories.beginTerm(new LateStart.Before(Optional.of(BEFORE), false));
  }

  @Test
  void whatWasThereWhenTheTermBeganHoldsItBackUntilItWasSeen() {
    make("old");
    begin();
    assertThat(served.current()).contains(BEFORE);
    pass("old");
    assertThat(served.current()).contains(START);
  }

  /** Else each rollout in a storm of new syncs makes all the others late. */
  @Test
  void whatIsMadeInTheTermHoldsNothingBack() {
    make("old");
    begin();
    pass("old");
    assertThat(served.current()).contains(START);
    now = START.plusSeconds(60);
    make("new");
    assertThat(served.current()).contains(now);
    served.stop();
    assertThat(served.current()).contains(now);
  }

  /** The storm need not wait until the first look at everything is over. */
  @Test
  void whatIsMadeBeforeAllWereSeenHoldsNothingBackEither() {
    make("old");
    begin();
    assertThat(served.current()).contains(BEFORE);
    make("new");
    pass("old");
    assertThat(served.current()).contains(START);
  }

  @Test
  void itNeverGoesBackWithinATermAndBeginsAnewWithTheNext() {
    make("old");
    begin();
    pass("old");
    assertThat(served.current()).contains(START);
    now = START.minusSeconds(30);
    assertThat(served.current()).contains(START);
    begin();
    assertThat(served.current()).contains(BEFORE);
  }

  @Test
  void whatIsDeletedUnseenHoldsNothingBack() {
    make("old");
    begin();
    assertThat(served.current()).contains(BEFORE);
    syncs.clear();
    assertThat(served.current()).contains(START);
  }
}
