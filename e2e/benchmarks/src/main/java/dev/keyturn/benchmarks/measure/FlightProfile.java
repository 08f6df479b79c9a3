package dev.keyturn.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a process spent its time, from a recording of the JVM's Flight Recorder.
 *
 * @param samples number of samples of running Java threads by what they did
 * @param compiling of the just-in-time compiler, which no sample shows
 * @param collecting pauses of the collector, which no sample shows
 */
public record FlightProfile(Map<Part, Long> samples, Duration compiling, Duration collecting) {

  /** A part of the work: that of the innermost frame that belongs to one. */
  public enum Part {
    HTTP("HTTP client", "jdk.internal.net.http."),
    TLS("TLS and ciphers", "sun.security.", "com.sun.crypto.", "javax.crypto."),
    JSON("JSON", "com.fasterxml.jackson."),
    KUBERNETES("Kubernetes client and framework", "io.fabric8.", "io.javaoperatorsdk."),
    ENGINE("Keyturn: planning and shaping", "dev.keyturn.operator.engine."),
    SOURCES(
        "Keyturn: reading sources",
        "dev.keyturn.operator.source.",
        "dev.keyturn.operator.provider."),
    WRITES("Keyturn: writing to the cluster", "dev.keyturn.operator.kube."),
    CONTROL("Keyturn: everything else", "dev.keyturn."),
    JVM("threads and class loading");

    private final String title;
    private final List<String> packages;

    Part(String title, String... packages) {
      this.title = title;
      this.packages = List.of(packages);
    }

    public String title() {
      return title;
    }

    private boolean holds(String type) {
      return packages.stream().anyMatch(type::startsWith);
    }

    /** The part of a stack; its innermost frame comes first. */
    static Part of(List<String> types) {
      for (String type : types) {
        for (Part part : values()) {
          if (part.holds(type)) {
            return part;
          }
        }
      }
      return JVM;
    }
  }

  /** Reads a recording that its process has ended. */
  public static FlightProfile read(Path recording) {
    Map<Part, Long> samples = new EnumMap<>(Part.class);
    Duration compiling = Duration.ZERO;
    Duration collecting = Duration.ZERO;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> samples.merge(Part.of(types(event)), 1L, Long::sum);
          case "jdk.Compilation" -> compiling = compiling.plus(event.getDuration());
          case "jdk.GCPhasePause" -> collecting = collecting.plus(event.getDuration());
          default -> {}
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FlightProfile(samples, compiling, collecting);
  }

  /** Hundredths of all samples. */
  public double share(Part part) {
    long all = samples.values().stream().mapToLong(Long::longValue).sum();
    return all == 0 ? 0 : 100.0 * samples.getOrDefault(part, 0L) / all;
  }

  private static List<String> types(RecordedEvent event) {
    return Optional.ofNullable(event.getStackTrace())
        .map(stack ->
            stack.getFrames().stream()
                .filter(RecordedFrame::isJavaFrame)
                .map(frame -> frame.getMethod().getType().getName())
                .toList())
        .orElse(List.of());
  }
}
