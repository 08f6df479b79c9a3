package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import dev.keyturn.crds.v1alpha1.DeletionPolicy;
import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.Durations;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.RefreshPolicy;
import dev.keyturn.crds.v1alpha1.SecretSyncSpec;
import dev.keyturn.crds.v1alpha1.SyncData;
import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.crds.v1alpha1.TargetTemplate;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;
import dev.keyturn.operator.engine.schedule.SyncWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec strictly, although the API server has checked it: objects may be older than the
 * schema. The first fault ends the reading.
 */
public final class SpecReader {
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
  private static final Duration STALENESS_MARGIN = Duration.ofMinutes(5);

  /** What can never be changed is not read again, and does not get stale. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private static final String DEFAULT_INTERVAL = "1h";
  private static final String DEFAULT_TYPE = "Opaque";

  private final SyncId id;
  private final SecretSyncSpec spec;
  private final Duration leastInterval;

  private SpecReader(SyncId id, SecretSyncSpec spec, Duration leastInterval) {
    this.id = id;
    this.spec = spec;
    this.leastInterval = leastInterval;
  }

  /** The settings where no scope limits them, or the field that is wrong. */
  public static SpecOutcome read(SyncId id, SecretSyncSpec spec) {
    return read(id, spec, Duration.ZERO);
  }

  /**
   * The settings, or the field that is wrong.
   *
   * @param leastInterval a shorter refresh interval is lengthened to it
   */
  public static SpecOutcome read(SyncId id, SecretSyncSpec spec, Duration leastInterval) {
    try {
      return new SpecOutcome.Read(new SpecReader(id, spec, leastInterval).settings());
    } catch (Fault fault) {
      return new SpecOutcome.Wrong(fault.problem);
    }
  }

  /** The key of all hashes, and what kubelets join a cluster by: nobody writes them by a sync. */
  private static boolean isReserved(String name) {
    return name.equals("keyturn-hmac") || name.startsWith("bootstrap-token-");
  }

  private SyncSettings settings() throws Fault {
    Duration interval = interval();
    if (spec.equals(SecretSyncSpec.UNREADABLE)) {
      throw wrong("spec (not of the form that this version reads)");
    }
    if (isEmpty(spec.data())
        && isEmpty(spec.dataFrom())
        && isEmpty(spec.generate())
        && isEmpty(spec.push())) {
      throw wrong("spec.data");
    }
    Duration maxStaleness =
        spec.maxStaleness() == null
            ? interval.plus(STALENESS_MARGIN)
            : duration("spec.maxStaleness", spec.maxStaleness());
    SyncTarget target =
        spec.target() == null ? new SyncTarget(null, null, null, null, null, null) : spec.target();
    TargetTemplate template =
        target.template() == null
            ? new TargetTemplate(null, null, null, null, null, null)
            : target.template();
    TargetSettings settings =
        switch (TargetSpec.read(target, template)) {
          case TargetSpec.Wrong(String field) -> throw wrong(field);
          case TargetSpec.Read(TargetSettings read) -> read;
        };
    ShapingReader shaping = new ShapingReader(spec);
    String targetName = orElse(target.name(), id.name());
    if (isReserved(targetName)) {
      throw wrong("spec.target.name (" + targetName + " is no Secret for a SecretSync)");
    }
    SyncSettings.Outgoing outgoing = outgoing(targetName);
    return new SyncSettings(
        interval,
        settings.immutable() ? NEVER : maxStaleness,
        Boolean.TRUE.equals(spec.suspend()),
        targetName,
        choice("spec.target.creationPolicy", target.creationPolicy(), CreationPolicy.Owner),
        choice("spec.target.deletionPolicy", target.deletionPolicy(), DeletionPolicy.Retain),
        orElse(template.type(), DEFAULT_TYPE),
        choice(
            "spec.target.template.mergePolicy",
            template.mergePolicy(),
            TemplateMergePolicy.Replace),
        sorted(template.data()),
        withGenerated(entries(), outgoing),
        shaping.groups(),
        shaping.shaping(),
        RestartReader.read(spec.restart()),
        settings,
        schedule(),
        issues(),
        outgoing);
  }

  private Duration interval() throws Fault {
    Duration asked =
        duration("spec.refreshInterval", orElse(spec.refreshInterval(), DEFAULT_INTERVAL));
    if (asked.compareTo(SHORTEST_INTERVAL) < 0) {
      throw wrong("spec.refreshInterval");
    }
    return asked.compareTo(leastInterval) < 0 ? leastInterval : asked;
  }

  private SyncSettings.Schedule schedule() throws Fault {
    return new SyncSettings.Schedule(
        choice("spec.refreshPolicy", spec.refreshPolicy(), RefreshPolicy.Periodic),
        switch (WindowReader.read(spec.syncWindows())) {
          case WindowReader.Outcome.Read(SyncWindows windows) -> windows;
          case WindowReader.Outcome.Wrong(String field) -> throw wrong(field);
        },
        spec.maxStaleness() == null);
  }

  private Issues issues() throws Fault {
    return switch (IssueSpec.read(spec.dataFrom() == null ? List.of() : spec.dataFrom())) {
      case IssueSpec.Read(Issues issues) -> issues;
      case IssueSpec.Wrong(String field) -> throw wrong(field);
    };
  }

  private SyncSettings.Outgoing outgoing(String targetName) throws Fault {
    return switch (OutgoingReader.read(spec, targetName)) {
      case OutgoingReader.Result.Read(SyncSettings.Outgoing read) -> read;
      case OutgoingReader.Result.Wrong(Problem problem) -> throw new Fault(problem);
    };
  }

  /** Generated values are read like all others, last, so that they win. */
  private static List<SyncSettings.Entry> withGenerated(
      List<SyncSettings.Entry> entries, SyncSettings.Outgoing outgoing) {
    return Stream.concat(
            entries.stream(),
            outgoing.generated().stream().flatMap(generated -> generated.entries().stream()))
        .toList();
  }

  private List<SyncSettings.Entry> entries() throws Fault {
    List<SyncSettings.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<SyncData> data = spec.data() == null ? List.of() : spec.data();
    for (int i = 0; i < data.size(); i++) {
      SyncData entry = data.get(i);
      String field = "data[" + i + "]";
      if (!names.add(entry.secretKey())) {
        throw new Fault(
            Problem.of(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, entry.secretKey()));
      }
      entries.add(
          new SyncSettings.Entry(
              entry.secretKey(),
              ShapingReader.remote(field, entry.remoteRef(), entry.sourceRef()),
              Boolean.TRUE.equals(entry.optional())));
    }
    return List.copyOf(entries);
  }

  static Duration duration(String field, String text) throws Fault {
    return Durations.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(() -> wrong(field));
  }

  static <E extends Enum<E>> E choice(String field, @Nullable String text, E otherwise)
      throws Fault {
    if (text == null) {
      return otherwise;
    }
    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw wrong(field);
  }

  static SortedMap<String, String> sorted(@Nullable Map<String, String> map) {
    return map == null ? new TreeMap<>() : new TreeMap<>(map);
  }

  private static boolean isEmpty(@Nullable List<?> list) {
    return list == null || list.isEmpty();
  }

  static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  static Fault wrong(String field) {
    return new Fault(Problem.of(ErrorClass.ConfigInvalid, Detail.FIELD, field));
  }

  /** Leaves the reading at the first fault; never leaves the readers of a spec. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    private Fault(Problem problem) {
      super(null, null, false, false);
      this.problem = problem;
    }
  }
}
