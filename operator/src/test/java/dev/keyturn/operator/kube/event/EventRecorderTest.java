package dev.keyturn.operator.kube.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
  private final List<EventCall> calls = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final AtomicInteger names = new AtomicInteger();
  private boolean accepting = true;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final EventRecorder recorder =
      new EventRecorder(
          call -> {
            calls.add(call);
            return accepting;
          },
          new EventSeries(() -> "n" + names.incrementAndGet()),
          clock(),
          waits::add);

  @Test
  void waitsATenthOfASecondAfterEachCallAndNotForARepeat() throws InterruptedException {
    recorder.step(EventSeriesTest.failed("db"));
    recorder.step(EventSeriesTest.failed("db"));
    recorder.step(EventSeriesTest.failed("mail"));

    assertThat(calls).hasSize(2);
    assertThat(waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
  }

  @Test
  void writesWhatIsDueWithoutANewFact() throws InterruptedException {
    recorder.step(EventSeriesTest.failed("db"));
    recorder.step(EventSeriesTest.failed("db"));
    now = now.plus(EventSeries.QUIET);
    recorder.step(null);

    assertThat(calls).last().isInstanceOf(EventCall.Repeat.class);
  }

  @Test
  void countsWhatDoesNotFitAndWhatIsRefused() throws InterruptedException {
    for (int i = 0; i < 1_003; i++) {
      recorder.record(EventSeriesTest.failed("db" + i));
    }
    assertThat(recorder.dropped()).isEqualTo(3);

    accepting = false;
    recorder.step(EventSeriesTest.failed("mail"));
    assertThat(recorder.dropped()).isEqualTo(4);
  }

  private InstantSource clock() {
    return () -> now;
  }
}
