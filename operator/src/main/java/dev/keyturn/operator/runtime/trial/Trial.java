package dev.keyturn.operator.runtime.trial;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretStore;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import dev.keyturn.operator.kube.client.Refusal;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Secret, a SecretStore of provider kubernetes and a SecretSync in one namespace, and waits
 * until the operator that is installed has copied the one Secret into another one. Closing it
 * deletes what it made.
 */
public final class Trial implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final String FIELD_MANAGER = "keyturn-trial";
  private static final Optional<String> UNSEEN =
      Optional.of("no operator has looked at it; see the operator's pods and their log");

  private final TrialPlan plan;
  private final TrialObjects objects;
  private final ApiServer api;
  private final Consumer<String> output;

  /** Paths of what was made, or may have been; the newest first. */
  private final Deque<String> made = new ArrayDeque<>();

  private boolean closed;

  /**
   * @param api with the rights of whoever tries
   * @param output takes the lines for a person
   */
  public Trial(TrialPlan plan, ApiServer api, Consumer<String> output) {
    this.plan = plan;
    this.objects = new TrialObjects(plan, new SecureRandom());
    this.api = api;
    this.output = output;
  }

  /**
   * Tries; true when it worked. Otherwise the lines say what the operator says of the two objects,
   * or why they could not be made.
   */
  public boolean run() throws InterruptedException {
    long end = System.nanoTime() + plan.deadline().toNanos();
    if (!succeeds("Secret", end, () -> make(objects.sourcePath(), objects.source()))
        || !succeeds("SecretStore", end, () -> make(objects.storePath(), objects.store()))
        || !succeeds("SecretStore", end, this::storeIsReady)) {
      return false;
    }
    if (plan.storeOnly()) {
      output.accept(
          "ok: SecretStore %s is Ready. Keyturn works in no namespace yet, so no sync was tried; list them in the chart's value namespaces"
              .formatted(place()));
      return true;
    }
    if (!succeeds("SecretSync", end, () -> make(objects.syncPath(), objects.sync()))
        || !succeeds("SecretSync", end, this::syncIsReady)
        || !succeeds("Secret", end, this::targetHoldsTheValue)) {
      return false;
    }
    output.accept("ok: SecretSync %s is Ready and its Secret holds the value".formatted(place()));
    return true;
  }

  /** Repeats a step until nothing is wrong any more: rights and kinds may still be arriving. */
  private boolean succeeds(String kind, long end, Supplier<Optional<String>> step)
      throws InterruptedException {
    while (true) {
      Optional<String> wrong = step.get();
      if (wrong.isEmpty()) {
        return true;
      }
      if (System.nanoTime() - end >= 0) {
        output.accept(
            "failed after %d s: %s %s: %s"
                .formatted(plan.deadline().toSeconds(), kind, place(), wrong.get()));
        return false;
      }
      Thread.sleep(LOOK);
    }
  }

  private synchronized Optional<String> make(String path, ObjectNode object) {
    if (closed) {
      return Optional.of("the trial was ended");
    }
    ApiAnswer answer = api.send(ApiCall.apply(path, FIELD_MANAGER, true, object));
    if (!(answer instanceof ApiAnswer.Refused) && !made.contains(path)) {
      made.push(path);
    }
    return switch (answer) {
      case ApiAnswer.Success(_, _) -> Optional.empty();
      case ApiAnswer.Refused(var refusal) -> Optional.of(words(refusal));
      case ApiAnswer.Unavailable(_, _) -> Optional.of("the API server does not answer");
    };
  }

  private Optional<String> storeIsReady() {
    return look(objects.storePath(), SecretStore.class)
        .map(SecretStore::getStatus)
        .map(status -> notReady(status.conditions()))
        .orElse(UNSEEN);
  }

  private Optional<String> syncIsReady() {
    return look(objects.syncPath(), SecretSync.class)
        .map(SecretSync::getStatus)
        .map(status -> notReady(status.conditions()))
        .orElse(UNSEEN);
  }

  private Optional<String> targetHoldsTheValue() {
    Map<String, String> data =
        look(objects.targetPath(), Secret.class).map(Secret::getData).orElseGet(Map::of);
    return objects.value().equals(data.get(TrialObjects.KEY))
        ? Optional.empty()
        : Optional.of("it does not hold what stands in the source");
  }

  private <T> Optional<T> look(String path, Class<T> type) {
    return api.send(ApiCall.get(path)) instanceof ApiAnswer.Success(_, byte[] body)
        ? Answers.read(body, type)
        : Optional.empty();
  }

  private static Optional<String> notReady(@Nullable List<Condition> conditions) {
    List<Condition> all = conditions == null ? List.of() : conditions;
    return all.stream()
        .filter(condition -> condition.type().equals(Condition.READY))
        .findFirst()
        .map(Trial::notTrue)
        .orElse(UNSEEN);
  }

  private static Optional<String> notTrue(Condition ready) {
    return ready.status().equals("True")
        ? Optional.empty()
        : Optional.of(
            "Ready is %s, reason %s: %s"
                .formatted(ready.status(), ready.reason(), ready.message()));
  }

  private static String words(Refusal refusal) {
    return switch (refusal.code()) {
      case 404 -> "the API server does not know the kind or the namespace; are the CRDs installed?";
      case 403 ->
          "the API server refuses it"
              + refusal.policy().map(policy -> " by the policy " + policy).orElse("")
              + "; the rights of the trial come with the chart's test";
      default -> "the API server refuses it with status " + refusal.code() + " " + refusal.reason();
    };
  }

  private String place() {
    return plan.namespace() + "/" + plan.name();
  }

  /** Deletes the sync, the store and the source; the target goes with its owner, the sync. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (String path : made) {
      if (!isGone(path)) {
        output.accept("not deleted, do it by hand: " + path);
      }
    }
  }

  private boolean isGone(String path) {
    return switch (api.send(new ApiCall("DELETE", path, ApiCall.JSON, Optional.empty()))) {
      case ApiAnswer.Success(_, _) -> true;
      case ApiAnswer.Refused(var refusal) -> refusal.code() == 404;
      case ApiAnswer.Unavailable(_, _) -> false;
    };
  }
}
