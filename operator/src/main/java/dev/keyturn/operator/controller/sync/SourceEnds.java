package dev.keyturn.operator.controller.sync;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSyncStatus;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.controller.Conditions;
import dev.keyturn.operator.controller.CutText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ends of the values that a target is made from, where backends say one. An end takes no value
 * away, neither there nor here: at it the value is read again, and what is past it is told. Pure.
 */
final class SourceEnds {
  private static final String BEGINNING = "The backend says that a value has ended: ";
  private static final int LONGEST_NAME = 200;

  private SourceEnds() {}

  /** The time until the next end; empty where no value has one that is ahead. */
  static Optional<Duration> untilNext(SecretSyncStatus status, Instant now) {
    return ends(status.sources())
        .filter(end -> end.isAfter(now))
        .min(Comparator.naturalOrder())
        .map(end -> Duration.between(now, end));
  }

  /** When the value of a source ended; empty where it did not. */
  static Optional<Instant> past(
      Optional<SecretSyncStatus> status, String store, String key, Instant now) {
    return ends(status.map(SecretSyncStatus::sources).orElse(List.of()).stream()
            .filter(source -> source.store().equals(store) && source.key().equals(key))
            .toList())
        .filter(end -> !end.isAfter(now))
        .max(Comparator.naturalOrder());
  }

  /** What Ready says of a target that is made from the newest values of these sources. */
  static String newest(Situation situation, @Nullable List<SyncSource> sources) {
    return "Secret "
        + situation.targetName()
        + " holds the newest values."
        + told(sources, situation.now());
  }

  /** What is to be told of the values that have ended, with a space before it; else empty. */
  static String told(@Nullable List<SyncSource> sources, Instant now) {
    List<SyncSource> past =
        sources == null
            ? List.of()
            : sources.stream()
                .filter(source -> end(source).filter(end -> !end.isAfter(now)).isPresent())
                .toList();
    if (past.isEmpty()) {
      return "";
    }
    SyncSource first = past.getFirst();
    String name = first.store() + ", key " + first.key();
    String others = past.size() > 1 ? " (and " + (past.size() - 1) + " more)" : "";
    return " "
        + BEGINNING
        + CutText.forPeople(name, LONGEST_NAME)
        + ", at "
        + first.expires()
        + others
        + ". Renew it there; until then the Secret keeps it.";
  }

  /** What a status tells of it. */
  static Optional<String> toldBy(SecretSyncStatus status) {
    return Conditions.find(status.conditions(), Condition.READY)
        .map(Condition::message)
        .filter(message -> message.contains(BEGINNING))
        .map(message -> message.substring(message.indexOf(BEGINNING)));
  }

  private static Stream<Instant> ends(@Nullable List<SyncSource> sources) {
    return sources == null
        ? Stream.empty()
        : sources.stream().map(SourceEnds::end).flatMap(Optional::stream);
  }

  /** A status is no more than a text that others could have written. */
  private static Optional<Instant> end(SyncSource source) {
    try {
      return Optional.ofNullable(source.expires()).map(Instant::parse);
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
