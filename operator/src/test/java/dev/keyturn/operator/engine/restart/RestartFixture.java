package dev.keyturn.operator.engine.restart;

import dev.keyturn.crds.v1alpha1.WorkloadKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One Deployment and what syncs want of it. */
final class RestartFixture {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration HALF_MINUTE = Duration.ofSeconds(30);
  static final Workload API = workload(Map.of(), null);

  private RestartFixture() {}

  /** Restarted for these hashes, by Secret. */
  static Workload workload(Map<String, String> hashes, @Nullable Instant restartedAt) {
    TreeMap<String, String> carried = new TreeMap<>();
    hashes.forEach((secret, hash) -> carried.put(RestartAnnotation.key(secret), hash));
    return new Workload(
        new Workload.Id(WorkloadKind.Deployment, "shop", "api"),
        new TreeMap<>(Map.of("app", "shop", "tier", "api")),
        Set.of("used"),
        carried,
        Optional.ofNullable(restartedAt),
        Workload.Hold.NONE);
  }

  static RestartSettings named(String name, Duration minInterval) {
    return new RestartSettings(minInterval, false, List.of(choice(WorkloadKind.Deployment, name)));
  }

  static RestartSettings.Choice choice(WorkloadKind kind, String name) {
    return new RestartSettings.Choice(kind, Optional.of(name), new TreeMap<>(), List.of());
  }

  static RestartClaim owed(String secret, String hash, Instant since) {
    return new RestartClaim(
        secret, named("api", HALF_MINUTE), Optional.of(new RestartClaim.Owed(hash, since)));
  }

  static RestartClaim idle(String secret, Duration minInterval) {
    return new RestartClaim(secret, named("api", minInterval), Optional.empty());
  }
}
