package dev.keyturn.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.benchmarks.measure.FlightProfile.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightProfileTest {
  @Test
  void aSampleBelongsToTheInnermostPart() {
    assertThat(
            Part.of(
                List.of(
                    "java.util.HashMap",
                    "com.fasterxml.jackson.core.JsonFactory",
                    "dev.keyturn.operator.kube.status.StatusWriter")))
        .isEqualTo(Part.JSON);
    assertThat(Part.of(List.of("java.util.HashMap", "dev.keyturn.operator.engine.plan.SyncPlan")))
        .isEqualTo(Part.ENGINE);
    assertThat(Part.of(List.of("java.util.HashMap", "dev.keyturn.operator.runtime.Main")))
        .isEqualTo(Part.CONTROL);
    assertThat(Part.of(List.of("java.lang.VirtualThread"))).isEqualTo(Part.JVM);
  }

  @Test
  void sharesAreHundredths() {
    FlightProfile profile =
        new FlightProfile(Map.of(Part.JSON, 1L, Part.TLS, 3L), Duration.ZERO, Duration.ZERO);
    assertThat(profile.share(Part.JSON)).isEqualTo(25);
    assertThat(profile.share(Part.HTTP)).isZero();
  }

  @Test
  void aRecordingOfTheJvmIsRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.GCPhasePause");
      recording.start();
      System.gc();
      recording.stop();
      recording.dump(file);
    }
    assertThat(FlightProfile.read(file).collecting()).isPositive();
  }
}
