package dev.keyturn.operator.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.plan.TemplateNews;
import dev.keyturn.operator.source.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncMemoryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final GoneProofs.Basis ASKED = new GoneProofs.Basis(1, List.of("uid/1"));
  private static final Seen OLD = new Seen("old", Optional.empty(), 1);
  private static final Seen NEW = new Seen("new", Optional.empty(), 2);

  private final SyncMemory memory = new SyncMemory(0);

  /** Otherwise the next refresh would find the value unchanged and never write it. */
  @Test
  void aValueThatWasReadAndNotWrittenIsNotTakenForApplied() {
    memory.sources().saw("shop/db", OLD);
    memory.succeeded(NOW);
    memory.sources().saw("shop/db", NEW);
    memory.failed(0);
    assertThat(memory.sources().applied("shop/db")).contains(OLD);
    assertThat(memory.sources().lastRead("shop/db")).contains(NEW);
    memory.sources().saw("shop/db", NEW);
    memory.succeeded(NOW);
    assertThat(memory.sources().applied("shop/db")).contains(NEW);
  }

  @Test
  void failuresGoOnFromTheStatusAfterARestart() {
    assertThat(memory.failed(7)).isEqualTo(8);
    assertThat(memory.failed(7)).isEqualTo(9);
    memory.succeeded(NOW);
    assertThat(memory.failed(0)).isEqualTo(1);
  }

  @Test
  void aWaitEndsByItselfOrBySuccess() {
    memory.retry().begin(ErrorClass.Unavailable, Duration.ofSeconds(5), 100);
    assertThat(memory.retry().isOn(100 + Duration.ofSeconds(5).toNanos() - 1)).isTrue();
    assertThat(memory.retry().isOn(100 + Duration.ofSeconds(5).toNanos())).isFalse();
    memory.succeeded(NOW);
    assertThat(memory.retry().isOn(100)).isFalse();
    assertThat(memory.retry().last(ErrorClass.Unavailable)).isZero();
  }

  /** Else a backend that is down for a moment is asked again only after minutes. */
  @Test
  void anotherFailureDoesNotGoOnFromTheLongWaitOfTheOneBefore() {
    memory.retry().begin(ErrorClass.NotFound, Duration.ofMinutes(9), 100);
    assertThat(memory.retry().last(ErrorClass.NotFound)).isEqualTo(Duration.ofMinutes(9));
    assertThat(memory.retry().last(ErrorClass.Unavailable)).isZero();
  }

  @Test
  void aRequestIsAnsweredByAReadThatBeganAfterItWasSeenFirst() {
    memory.noteRequest(Optional.of("one"), 10);
    memory.noteRequest(Optional.of("one"), 20);
    assertThat(memory.requestSeenAt()).isEqualTo(10);
    memory.noteRequest(Optional.of("two"), 30);
    memory.noteRequest(Optional.empty(), 40);
    assertThat(memory.requestSeenAt()).isEqualTo(30);
  }

  @Test
  void confirmationsStartAnewAfterAnythingElse() {
    assertThat(memory.goneProofs().add(NOW, ASKED)).isEqualTo(1);
    assertThat(memory.goneProofs().add(NOW.plusSeconds(60), ASKED)).isEqualTo(2);
    assertThat(memory.goneProofs().since()).contains(NOW);
    memory.goneProofs().reset();
    assertThat(memory.goneProofs().since()).isEmpty();
    assertThat(memory.goneProofs().add(NOW.plusSeconds(120), ASKED)).isEqualTo(1);
    memory.succeeded(NOW);
    assertThat(memory.goneProofs().since()).isEmpty();
  }

  @Test
  void anotherSpecAndAnotherStoreAreProvenAnew() {
    GoneProofs proofs = memory.goneProofs();
    proofs.add(NOW, ASKED);
    assertThat(proofs.add(NOW.plusSeconds(60), ASKED)).isEqualTo(2);
    assertThat(proofs.add(NOW.plusSeconds(120), new GoneProofs.Basis(2, List.of("uid/1"))))
        .isEqualTo(1);
    assertThat(proofs.since()).contains(NOW.plusSeconds(120));
    assertThat(proofs.add(NOW.plusSeconds(180), new GoneProofs.Basis(2, List.of("uid/2"))))
        .isEqualTo(1);
    assertThat(proofs.since()).contains(NOW.plusSeconds(180));
  }

  @Test
  void dueIsTakenUpByAnAttempt() {
    memory.marks().markDue(10);
    assertThat(memory.isDue()).isTrue();
    memory.marks().look();
    memory.beginAttempt(true);
    assertThat(memory.isDue()).isFalse();
  }

  /** A mark between the look at it and its end would be lost, and the edit never written. */
  @Test
  void anEditIsMarkedBeforeOrAfterTheBeginningOfAnAttemptAsAWhole() throws InterruptedException {
    Thread marking = Thread.ofPlatform().unstarted(() -> memory.markEdited(10));
    synchronized (memory) {
      marking.start();
      while (marking.isAlive() && marking.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      assertThat(memory.duty().isEdited()).isFalse();
      memory.marks().look();
      memory.beginAttempt(false);
    }
    marking.join();
    assertThat(memory.duty().isEdited()).isTrue();
    assertThat(memory.isDue()).isTrue();
  }

  /** The caches had been looked at: what the attempt knows may be older than what it was told. */
  @Test
  void whatIsToldBetweenTheLookAndTheAttemptIsForTheNextOne() {
    memory.marks().look();
    memory.markEdited(10);
    memory.marks().markTemplate();
    memory.beginAttempt(false);
    assertThat(memory.isDue()).isTrue();
    assertThat(memory.duty().isEdited()).isTrue();
    assertThat(memory.marks().templates()).isEqualTo(TemplateNews.CHANGED);

    memory.marks().look();
    memory.beginAttempt(false);
    assertThat(memory.isDue()).isFalse();
    assertThat(memory.duty().isEdited()).isFalse();
    memory.succeeded(NOW);
    assertThat(memory.marks().templates()).isEqualTo(TemplateNews.NONE);
  }
}
