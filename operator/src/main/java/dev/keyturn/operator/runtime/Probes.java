package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.Api;
import dev.keyturn.operator.kube.NamespaceIndex;
import dev.keyturn.operator.kube.target.SecretIndex;
import dev.keyturn.operator.runtime.leadership.Leadership;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What liveness and readiness ask. */
record Probes(
    Config config,
    Leadership leadership,
    Scheduler<?> syncTimer,
    Scheduler<?> storeTimer,
    Controllers controllers,
    NamespaceIndex namespaces,
    SecretIndex secrets,
    Watchdogs watchdogs) {
  private static final Duration SILENT_THREAD = Duration.ofSeconds(60);

  /** With a lease of the usual length; less with a shorter one, which is renewed more often. */
  private static final Duration UNANSWERED = Duration.ofSeconds(20);

  Map<String, HealthServer.Check> liveness() {
    Map<String, HealthServer.Check> checks = new TreeMap<>();
    checks.put("timers", () -> late(syncTimer.sinceLastTick()));
    checks.put("store-timers", () -> late(storeTimer.sinceLastTick()));
    // Nothing begins it anew but a new process, which lists everything.
    checks.put("informers", controllers::whatHasEnded);
    if (config.leaderElection()) {
      checks.put("lease-loop", () -> late(leadership.sinceLastStep()));
    }
    return checks;
  }

  Map<String, HealthServer.Check> readiness(BooleanSupplier stopping) {
    Map<String, HealthServer.Check> checks = new TreeMap<>();
    checks.put("running", () -> stopping.getAsBoolean() ? "is shutting down" : "");
    if (config.leaderElection()) {
      checks.put("api-server", () -> unanswered(leadership.sinceLastAnswer()));
    }
    checks.put("controllers", controllers::whatIsWrong);
    checks.put("watches", this::forbidden);
    checks.put("namespaces", () -> namespaces.hasSynced() ? "" : "not listed yet");
    checks.put(
        "secrets",
        () -> secrets.watched().stream().allMatch(secrets::hasSynced) ? "" : "not listed yet");
    return checks;
  }

  /** Of our own kinds: those of a tenant that it keeps to itself make nobody unready. */
  private String forbidden() {
    return watchdogs.silence().forbidden().stream()
        .filter(resource -> resource.startsWith(Api.GROUP + "/"))
        .sorted()
        .findFirst()
        .map(resource -> "may not watch " + resource)
        .orElse("");
  }

  private String unanswered(Duration sinceLastAnswer) {
    Duration ofLease = config.leaseDuration().multipliedBy(4).dividedBy(3);
    Duration limit = ofLease.compareTo(UNANSWERED) < 0 ? ofLease : UNANSWERED;
    return sinceLastAnswer.compareTo(limit) < 0
        ? ""
        : "has not answered for " + sinceLastAnswer.toSeconds() + "s";
  }

  private static String late(Duration sinceLastTick) {
    return sinceLastTick.compareTo(SILENT_THREAD) < 0
        ? ""
        : "silent for " + sinceLastTick.toSeconds() + "s";
  }
}
