package dev.keyturn.operator.runtime.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TrialFlagsTest {
  @Test
  void whereAndUnderWhichNameIsAskedForAndTheRestHasDefaults() {
    assertThat(TrialFlags.parse("--namespace=shop", "--name=t"))
        .isEqualTo(new TrialPlan(Optional.empty(), "shop", "t", false, Duration.ofSeconds(90)));
    assertThat(
            TrialFlags.parse(
                "--namespace=shop",
                "--name=t",
                "--store-only",
                "--deadline-seconds=1",
                "--kubeconfig=/k"))
        .isEqualTo(
            new TrialPlan(Optional.of(Path.of("/k")), "shop", "t", true, Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "--name=t, --namespace",
    "--namespace=shop, --name",
    "--namespace=shop --name=t --deadline-seconds=0, --deadline-seconds",
    "--namespace=shop --name=t --other, --other"
  })
  void badInputIsRefusedByItsFlag(String line, String flag) {
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> TrialFlags.parse(line.split(" ", -1)))
        .withMessageContaining(flag);
  }
}
