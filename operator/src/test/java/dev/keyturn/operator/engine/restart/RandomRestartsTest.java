package dev.keyturn.operator.engine.restart;

import static dev.keyturn.operator.engine.restart.RestartFixture.START;
import static dev.keyturn.operator.engine.restart.RestartFixture.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three Secrets change at random, processes die and lose replies at random, and looks come in any
 * order: the same change never restarts a workload twice, and the last one always does.
 */
class RandomRestartsTest {
  private static final List<String> SECRETS = List.of("db", "cache", "queue");
  private static final List<Duration> INTERVALS =
      List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(90));

  private final Map<String, String> newest = new HashMap<>();
  private final Map<String, RestartClaim.Owed> owed = new HashMap<>();
  private final List<Instant> restarts = new ArrayList<>();
  private final List<String> applied = new ArrayList<>();
  private Workload workload = RestartFixture.API;
  private Instant now = START;
  private int changes;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void everyChangeRestartsAtMostOnceAndTheLastOneIsNeverLost(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 2_000; step++) {
      now = now.plusMillis(random.nextInt(4_000));
      String secret = SECRETS.get(random.nextInt(SECRETS.size()));
      switch (random.nextInt(5)) {
        case 0 -> change(secret);
        case 1, 2 -> look(random.nextInt(10) == 0);
        case 3 -> settle(secret);
        default -> {}
      }
    }
    now = now.plus(Duration.ofMinutes(10));
    look(false);
    now = now.plus(Duration.ofMinutes(10));
    look(false);

    newest.forEach((secret, hash) ->
        assertThat(workload.carried()).containsEntry(RestartAnnotation.key(secret), hash));
    assertThat(applied).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    for (int i = 1; i < restarts.size(); i++) {
      assertThat(Duration.between(restarts.get(i - 1), restarts.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(90));
    }
  }

  /** The status says the newest hash, and since when something is owed. */
  private void change(String secret) {
    String hash = secret + "-" + ++changes;
    newest.put(secret, hash);
    RestartClaim.@Nullable Owed before = owed.get(secret);
    owed.put(secret, new RestartClaim.Owed(hash, before == null ? now : before.since()));
  }

  /** A process decides; it may die before it learns that its patch was taken. */
  private void look(boolean replyLost) {
    if (RestartPlan.decide(workload, claims(), now)
        instanceof RestartPlan.Decision.Restart(var annotations)) {
      TreeMap<String, String> carried = new TreeMap<>(workload.carried());
      carried.putAll(annotations);
      workload =
          new Workload(
              workload.id(),
              workload.labels(),
              workload.secrets(),
              carried,
              Optional.of(now),
              workload.hold());
      applied.addAll(annotations.values());
      restarts.add(now);
      if (!replyLost) {
        SECRETS.forEach(this::settle);
      }
    }
  }

  /** A sync sees that the workload carries its hash, and owes nothing any more. */
  private void settle(String secret) {
    RestartClaim.@Nullable Owed due = owed.get(secret);
    if (due != null
        && Objects.equals(due.hash(), workload.carried().get(RestartAnnotation.key(secret)))) {
      owed.remove(secret);
    }
  }

  private List<RestartClaim> claims() {
    List<RestartClaim> claims = new ArrayList<>();
    for (int i = 0; i < SECRETS.size(); i++) {
      claims.add(
          new RestartClaim(
              SECRETS.get(i),
              named("api", INTERVALS.get(i)),
              Optional.ofNullable(owed.get(SECRETS.get(i)))));
    }
    return claims;
  }
}
