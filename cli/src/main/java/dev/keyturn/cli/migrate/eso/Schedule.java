package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** When a sync reads. */
final class Schedule {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private Schedule() {}

  static void write(Field from, ObjectNode spec) {
    Field policy = from.member("refreshPolicy");
    from.copyUnless(spec, "refreshPolicy", "Periodic");
    interval(from.member("refreshInterval"), spec, policy.text("Periodic").equals("Periodic"));
    windows(from.member("syncWindows"), spec);
  }

  private static void interval(Field from, ObjectNode spec, boolean periodic) {
    if (!from.isThere()) {
      return;
    }
    Optional<Duration> interval = GoDuration.parse(from.text(""));
    if (interval.isEmpty()) {
      from.refused("it is no duration");
    } else if (interval.get().isZero()) {
      if (periodic) {
        spec.put("refreshPolicy", "OnChange");
        from.translated("refreshPolicy: OnChange");
      } else {
        from.unneeded("refreshPolicy says it");
      }
    } else if (interval.get().compareTo(SHORTEST) < 0) {
      spec.put("refreshInterval", "10s");
      from.check("refreshInterval is 10s at the least");
    } else {
      spec.put("refreshInterval", GoDuration.ours(interval.get()));
    }
  }

  private static void windows(Field from, ObjectNode spec) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode ours = spec.putArray("syncWindows").addObject();
    from.copy(ours, "kind");
    ArrayNode list = ours.putArray("windows");
    for (Field window : from.member("windows").elements()) {
      ObjectNode entry = list.addObject();
      window.copy(entry, "schedule");
      if (window.member("schedule").text("").startsWith("@every")) {
        window.member("schedule").refused("a window begins by five fields, or @hourly, @daily ...");
      }
      Field duration = window.member("duration");
      GoDuration.parse(duration.text(""))
          .ifPresentOrElse(
              it -> entry.put("duration", GoDuration.ours(it)),
              () -> duration.refused("it is no duration"));
    }
    from.translated("syncWindows, a list here");
  }
}
