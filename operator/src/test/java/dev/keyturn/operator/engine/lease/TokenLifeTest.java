package dev.keyturn.operator.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TokenLifeTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @Test
  void theNextOneIsDueWithTheLastThirdGiveOrTakeAndAlwaysAtTheSameTime() {
    TokenLife life = new TokenLife(NOW, NOW.plus(Duration.ofHours(12)));
    for (int owner = 0; owner < 200; owner++) {
      Instant due = life.dueAt("uid-" + owner);
      assertThat(due)
          .isBetween(NOW.plus(Duration.ofMinutes(468)), NOW.plus(Duration.ofMinutes(492)))
          .isEqualTo(life.dueAt("uid-" + owner));
    }
  }

  @Test
  void aTokenOfWhichLittleIsLeftIsAskedForAgainBeforeItEnds() {
    TokenLife life = new TokenLife(NOW, NOW.plusSeconds(60));
    assertThat(life.dueAt("uid")).isStrictlyBetween(NOW, life.expires());
    assertThat(life.isOver(NOW.plusSeconds(59))).isFalse();
    assertThat(life.isOver(NOW.plusSeconds(60))).isTrue();
  }
}
