package dev.keyturn.operator.source.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TokenBucket bucket = new TokenBucket(10, 0);

  @Test
  void aFullBucketGivesItsBurstAndNoMore() {
    for (int i = 0; i < 10; i++) {
      assertThat(bucket.has(1)).isTrue();
      bucket.take(1);
    }
    assertThat(bucket.has(1)).isFalse();
    assertThat(bucket.until(1, 5)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void itFillsAtTheRateAndNeverAboveTheBurst() {
    bucket.take(10);
    bucket.fill(5, SECOND);
    assertThat(bucket.has(5)).isTrue();
    assertThat(bucket.has(6)).isFalse();
    bucket.fill(5, 100 * SECOND);
    assertThat(bucket.has(10)).isTrue();
    bucket.take(10);
    assertThat(bucket.has(1)).isFalse();
  }

  @Test
  void aBundleAboveTheBurstWaitsForAFullBucketAndLeavesADebt() {
    bucket.take(1);
    assertThat(bucket.has(25)).isFalse();
    bucket.fill(1, SECOND);
    assertThat(bucket.has(25)).isTrue();
    bucket.take(25);
    assertThat(bucket.until(1, 1)).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void anEmptiedBucketStaysEmptyUntilTheMoment() {
    bucket.emptyUntil(3 * SECOND);
    bucket.fill(10, 2 * SECOND);
    assertThat(bucket.has(1)).isFalse();
    bucket.fill(10, 3 * SECOND + SECOND / 10);
    assertThat(bucket.has(1)).isTrue();
    assertThat(bucket.has(2)).isFalse();
  }

  @Test
  void whatNobodyAskedLeaveForKeepsOthersBackByOneBurstAtMost() {
    TokenBucket bucket = new TokenBucket(20, 0);
    for (int i = 0; i < 500; i++) {
      bucket.charge();
    }
    assertThat(bucket.until(1, 20)).isEqualTo(Duration.ofMillis(1050));
  }

  @Test
  void aDebtOfABundleIsNotForgivenByACallThatNobodyAskedLeaveFor() {
    TokenBucket bucket = new TokenBucket(20, 0);
    bucket.take(100);
    bucket.charge();
    assertThat(bucket.until(1, 20)).isEqualTo(Duration.ofMillis(4050));
  }
}
