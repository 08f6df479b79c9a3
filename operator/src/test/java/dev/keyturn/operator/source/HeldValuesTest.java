package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.guard.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Values are wiped when the last one who needs them has let go. */
class HeldValuesTest {
  private static final RemoteRef REF = new RemoteRef("shop/db", Optional.empty());
  private static final Seen SEEN = new Seen("f", Optional.empty(), 0);

  private final SourceFixture source = new SourceFixture();
  private final ManualTime time = source.time;
  private final List<byte[]> arrays = new ArrayList<>();

  private RemoteValue value() {
    byte[] bytes = "pencil".getBytes(StandardCharsets.UTF_8);
    synchronized (arrays) {
      arrays.add(bytes);
    }
    return new RemoteValue(
        SecretBytes.owning(bytes), RemoteValue.Shape.TEXT, Optional.empty(), Map.of());
  }

  private void assertWiped() {
    assertThat(arrays).isNotEmpty().allSatisfy(array -> assertThat(array).containsOnly(0));
  }

  private SharedReads reads(Duration ttl, CountDownLatch mayRead) {
    Ticks ticks = new Ticks(time);
    ReadBackend backend =
        new ReadBackend() {
          @Override
          public Outcome<RemoteValue> read(RemoteRef ref, Lease lease) {
            pass(mayRead);
            return Outcome.ok(value());
          }

          @Override
          public boolean isShut(Lease lease) {
            return false;
          }
        };
    return new SharedReads(
        backend,
        Optional.empty(),
        Optional.empty(),
        SourceFixture.settings(ttl),
        source.parts(),
        source.instrumented(ticks),
        ticks,
        (ref, readers) -> {});
  }

  private Reading read(SharedReads reads, ReadWish wish) {
    try (Lease lease = source.lease()) {
      return reads.read(wish, lease);
    }
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ReadWish wish(Duration patience) {
    return new ReadWish(
        "a", REF, Optional.empty(), 0, Duration.ofHours(1), Deadline.after(patience), 0);
  }

  private static CountDownLatch open() {
    return new CountDownLatch(0);
  }

  @Test
  void aValueIsWipedWhenItsTimeIsOverThoughNobodyAsksAgain() {
    Duration lifetime = Duration.ofMillis(50);
    KeptValues kept =
        new KeptValues(
            SourceFixture.settings(lifetime), new KeptBound(1_000), new Ticks(System::nanoTime));
    HeldValue value = new HeldValue(value());
    kept.keep(REF, value);
    value.release();

    await().untilAsserted(this::assertWiped);
  }

  @Test
  void theLastHolderWipes() {
    HeldValue held = new HeldValue(value());
    assertThat(held.hold()).isTrue();
    held.release();
    assertThat(arrays.getFirst()).isEqualTo("pencil".getBytes(StandardCharsets.UTF_8));
    held.release();
    assertWiped();
    assertThat(held.hold()).isFalse();
    assertThat(held.copy()).isNull();
  }

  @Test
  void aReadersCopyOutlivesTheOriginal() {
    HeldValue held = new HeldValue(value());
    RemoteValue copy = Objects.requireNonNull(held.copy());
    held.release();
    assertThat(copy.payload()).isEqualTo(SecretBytes.ofText("pencil"));
    copy.close();
    assertThatIllegalStateException().isThrownBy(() -> copy.payload().size());
  }

  @Test
  void aFlightThatNobodyWaitsForAnyMoreWipesWhatItBrings() {
    Flight flight = new Flight(0, "reader", source.lease(), source.inFlight, null);
    assertThat(flight.await(Deadline.after(Duration.ZERO))).isNull();
    flight.leave();
    assertThat(flight.join("another")).isFalse();
    flight.land(new Answer.Good(SEEN, new HeldValue(value())));
    assertWiped();
  }

  @Test
  void aFlightKeepsItsValueWhileOneStillWaits() {
    Flight flight = new Flight(0, "reader", source.lease(), source.inFlight, null);
    assertThat(flight.join("another")).isTrue();
    flight.leave();
    flight.land(new Answer.Good(SEEN, new HeldValue(value())));
    assertThat(flight.await(Deadline.after(Duration.ofSeconds(1)))).isNotNull();
    assertThat(arrays.getFirst()).isEqualTo("pencil".getBytes(StandardCharsets.UTF_8));
    flight.leave();
    assertWiped();
  }

  @Test
  void withoutALifetimeNothingStays() {
    SharedReads reads = reads(Duration.ZERO, open());
    SourceFixture.text(read(reads, wish(Duration.ofSeconds(30))));
    assertWiped();
  }

  @Test
  void anExpiredValueIsWipedWhenTheNextOneComes() {
    SharedReads reads = reads(Duration.ofSeconds(30), open());
    SourceFixture.text(read(reads, wish(Duration.ofSeconds(30))));
    byte[] first = arrays.getFirst();
    assertThat(first).isEqualTo("pencil".getBytes(StandardCharsets.UTF_8));
    time.advance(Duration.ofSeconds(31));
    SourceFixture.text(read(reads, wish(Duration.ofSeconds(30))));
    assertThat(first).containsOnly(0);
  }

  @Test
  void closingWipesWhatIsKept() {
    SharedReads reads = reads(Duration.ofSeconds(30), open());
    SourceFixture.text(read(reads, wish(Duration.ofSeconds(30))));
    reads.close();
    assertWiped();
  }

  @Test
  void aValueThatLandsAfterTheCloseIsWipedToo() {
    CountDownLatch mayRead = new CountDownLatch(1);
    SharedReads reads = reads(Duration.ofSeconds(30), mayRead);
    assertThat(read(reads, wish(Duration.ZERO)))
        .isEqualTo(new Reading.Failed(Failure.of(FailureClass.Timeout)));
    reads.close();
    mayRead.countDown();
    await().untilAsserted(this::assertWiped);
  }

  @Test
  void aForgottenSecretIsWiped() {
    SharedReads reads = reads(Duration.ofSeconds(30), open());
    SourceFixture.text(read(reads, wish(Duration.ofSeconds(30))));
    await()
        .untilAsserted(() -> {
          reads.forget("a");
          assertWiped();
        });
  }
}
