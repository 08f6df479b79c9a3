package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FlagsTest {

  @Test
  @Proves("F004")
  void everyDefaultIsTheDocumentedOne() {
    assertThat(Flags.parse("--namespaces=shop"))
        .isEqualTo(
            new Config(
                Optional.empty(),
                "keyturn",
                "keyturn-0",
                RbacMode.enrolled,
                Set.of("shop"),
                false,
                Optional.empty(),
                List.of("https://*"),
                "0.0.0.0",
                8080,
                32,
                true,
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(15),
                Config.MetricsPerObject.auto,
                Config.LogLevel.INFO,
                false,
                false));
  }

  @Test
  void everyFlagIsRead() {
    assertThat(
            Flags.parse(
                "--kubeconfig=/k",
                "--operator-namespace=ops",
                "--pod-name=p-1",
                "--rbac-mode=namespaced",
                "--namespaces=a,b",
                "--allow-file-provider",
                "--file-root=/data",
                "--endpoints-allow=https://vault.example,http://127.0.0.1:8200",
                "--http-address=127.0.0.1",
                "--http-port=0",
                "--workers=4",
                "--leader-election=false",
                "--lease-duration-seconds=5",
                "--drain-seconds=0",
                "--store-probe-seconds=1",
                "--metrics-per-object=off",
                "--log-level=DEBUG",
                "--allow-restarts",
                "--allow-operator-identity"))
        .isEqualTo(
            new Config(
                Optional.of(Path.of("/k")),
                "ops",
                "p-1",
                RbacMode.namespaced,
                Set.of("a", "b"),
                true,
                Optional.of(Path.of("/data")),
                List.of("https://vault.example", "http://127.0.0.1:8200"),
                "127.0.0.1",
                0,
                4,
                false,
                Duration.ofSeconds(5),
                Duration.ZERO,
                Duration.ofSeconds(1),
                Config.MetricsPerObject.off,
                Config.LogLevel.DEBUG,
                true,
                true));
  }

  @Test
  void onlyModeNamespacedNeedsNamespaces() {
    assertThat(Flags.parse("--rbac-mode=cluster").namespaces()).isEmpty();
    assertThat(Flags.parse().namespaces()).isEmpty();
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> Flags.parse("--rbac-mode=namespaced"))
        .withMessageContaining("--namespaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--workers=0",
        "--workers=many",
        "--lease-duration-seconds=4",
        "--drain-seconds=-1",
        "--store-probe-seconds=0",
        "--http-port=http",
        "--http-port=70000",
        "--http-port=-1",
        "--rbac-mode=everywhere",
        "--metrics-per-object=some",
        "--log-level=TRACE",
        "--leader-election=perhaps",
        "--no-such-flag"
      })
  void badInputIsRefusedByItsFlag(String argument) {
    String flag = argument.split("=", 2)[0];
    assertThatExceptionOfType(CommandLine.ParameterException.class)
        .isThrownBy(() -> Flags.parse("--namespaces=shop", argument))
        .withMessageContaining(flag);
  }

  @Test
  void everyFlagIsDescribed() {
    assertThat(Flags.description().getCommandSpec().options())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }
}
