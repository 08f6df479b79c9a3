package dev.keyturn.operator.controller;

import dev.keyturn.crds.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds the conditions of one status from the ones before: {@code lastTransitionTime} moves only
 * when a status does, so an unchanged world gives an equal list. Not thread-safe.
 */
public final class Conditions {
  private static final int LONGEST_MESSAGE = 512;

  private final List<Condition> before;
  private final List<Condition> now = new ArrayList<>();
  private final long generation;
  private final Instant time;

  public Conditions(@Nullable List<Condition> before, long generation, Instant time) {
    this.before = before == null ? List.of() : before;
    this.generation = generation;
    this.time = time.truncatedTo(ChronoUnit.SECONDS);
  }

  public Conditions isTrue(String type, String reason, String message) {
    return set(type, "True", reason, message);
  }

  public Conditions isFalse(String type, String reason, String message) {
    return set(type, "False", reason, message);
  }

  public Conditions isUnknown(String type, String reason, String message) {
    return set(type, "Unknown", reason, message);
  }

  /** Takes a condition over as it was; nothing where there was none. */
  public Conditions keep(String type) {
    find(before, type).ifPresent(now::add);
    return this;
  }

  public List<Condition> build() {
    return List.copyOf(now);
  }

  /** The condition of that type. */
  public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> condition.type().equals(type)).findFirst();
  }

  /** True where the condition of that type has that status. */
  public static boolean has(@Nullable List<Condition> conditions, String type, String status) {
    return find(conditions, type).filter(it -> it.status().equals(status)).isPresent();
  }

  private Conditions set(String type, String status, String reason, String message) {
    String since =
        find(before, type)
            .filter(old -> old.status().equals(status))
            .map(Condition::lastTransitionTime)
            .orElse(time.toString());
    now.add(
        new Condition(
            type, status, reason, CutText.forPeople(message, LONGEST_MESSAGE), since, generation));
    return this;
  }
}
