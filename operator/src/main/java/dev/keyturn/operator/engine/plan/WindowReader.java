package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.SyncWindow;
import dev.keyturn.crds.v1alpha1.TimeWindow;
import dev.keyturn.operator.engine.schedule.Cron;
import dev.keyturn.operator.engine.schedule.CronWindow;
import dev.keyturn.operator.engine.schedule.SyncWindows;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the windows of a spec; the first fault ends the reading. */
final class WindowReader {
  private static final Duration LONGEST = Duration.ofDays(366);

  private WindowReader() {}

  /** What came of it. */
  sealed interface Outcome {
    record Read(SyncWindows windows) implements Outcome {}

    /** The path of the field that makes no sense. */
    record Wrong(String field) implements Outcome {}
  }

  static Outcome read(@Nullable List<SyncWindow> groups) {
    if (groups == null || groups.isEmpty()) {
      return new Outcome.Read(SyncWindows.ALWAYS);
    }
    List<CronWindow> allow = new ArrayList<>();
    List<CronWindow> deny = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      SyncWindow group = groups.get(i);
      String path = "spec.syncWindows[" + i + "]";
      boolean denies = group.kind().equals("deny");
      if (!denies && !group.kind().equals("allow")) {
        return new Outcome.Wrong(path + ".kind");
      }
      for (int j = 0; j < group.windows().size(); j++) {
        TimeWindow text = group.windows().get(j);
        Optional<CronWindow> window = window(text);
        if (window.isEmpty()) {
          return new Outcome.Wrong(path + ".windows[" + j + "]." + wrongField(text));
        }
        (denies ? deny : allow).add(window.get());
      }
    }
    return new Outcome.Read(new SyncWindows(List.copyOf(allow), List.copyOf(deny)));
  }

  private static Optional<CronWindow> window(TimeWindow text) {
    Optional<Cron> start = Cron.parse(text.schedule());
    Optional<Duration> length = length(text);
    Optional<ZoneId> zone = zone(text);
    return start.isEmpty() || length.isEmpty() || zone.isEmpty()
        ? Optional.empty()
        : Optional.of(new CronWindow(start.get(), length.get(), zone.get()));
  }

  private static String wrongField(TimeWindow text) {
    if (Cron.parse(text.schedule()).isEmpty()) {
      return "schedule";
    }
    return length(text).isEmpty() ? "duration" : "timeZone";
  }

  private static Optional<Duration> length(TimeWindow text) {
    return Durations.parse(text.duration())
        .filter(length -> length.isPositive() && length.compareTo(LONGEST) <= 0);
  }

  /** Only regions: a bare offset knows no summer. */
  private static Optional<ZoneId> zone(TimeWindow text) {
    if (text.timeZone() == null) {
      return Optional.of(ZoneOffset.UTC);
    }
    try {
      // Only to ask whether there is such a region: ZoneId takes offsets as well.
      boolean known = ZoneRulesProvider.getRules(text.timeZone(), false) != null;
      return known ? Optional.of(ZoneId.of(text.timeZone())) : Optional.empty();
    } catch (ZoneRulesException e) {
      return Optional.empty();
    }
  }
}
