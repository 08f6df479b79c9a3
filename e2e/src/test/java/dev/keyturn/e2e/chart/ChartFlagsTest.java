package dev.keyturn.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.runtime.Config;
import dev.keyturn.operator.runtime.Flags;
import dev.keyturn.operator.runtime.RbacMode;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart's values and the operator's flags: each as the operator itself reads it. */
final class ChartFlagsTest {
  private static final String POD = "keyturn-7d9f-x";

  /** Flags that no value sets, and why. */
  private static final Map<String, String> WITHOUT_A_VALUE =
      Map.of(
          "--kubeconfig", "a pod logs in with its own ServiceAccount",
          "--http-address", "probes and Prometheus come from outside of the pod",
          "--leader-election", "an upgrade runs two pods at once, whatever the number of replicas",
          "--help", "prints and ends",
          "--version", "prints and ends");

  /** None of them is the operator's default. */
  private static final String EVERY_VALUE =
      """
      rbac: {mode: namespaced}
      namespaces: [{name: shop}, {name: blog}]
      endpoints: {allow: ["https://vault.example.com:8200"]}
      operator: {workers: 8, leaseDurationSeconds: 30, drainSeconds: 45, storeProbeSeconds: 60}
      providers:
        aws: {operatorIdentity: true}
        file: {enabled: true, volume: {secret: {secretName: files}}}
      features: {restart: true}
      metrics: {port: 9090, perObject: unready}
      logging: {level: debug}
      """;

  @Test
  @Proves("F004")
  void everyFlagOfTheOperatorHasAValueOrAReasonToHaveNone() {
    List<String> flags =
        Flags.description().getCommandSpec().options().stream()
            .map(option -> option.longestName())
            .toList();

    assertThat(flags)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    arguments(EVERY_VALUE).map(argument -> argument.split("=", 2)[0]),
                    WITHOUT_A_VALUE.keySet().stream())
                .toList());
  }

  @Test
  @Proves("F004")
  void valuesReachTheOperator() {
    assertThat(config(EVERY_VALUE))
        .isEqualTo(
            new Config(
                Optional.empty(),
                Render.NAMESPACE,
                POD,
                RbacMode.namespaced,
                Set.of("shop", "blog"),
                true,
                Optional.of(Path.of("/files")),
                List.of("https://vault.example.com:8200"),
                "0.0.0.0",
                9090,
                8,
                true,
                Duration.ofSeconds(30),
                Duration.ofSeconds(45),
                Duration.ofSeconds(60),
                Config.MetricsPerObject.unready,
                Config.LogLevel.DEBUG,
                true,
                true));
  }

  @Test
  @Proves("F004")
  void whatNoValueSaysIsTheOperatorsOwnDefault() {
    assertThat(config("{}"))
        .isEqualTo(Flags.parse("--operator-namespace=" + Render.NAMESPACE, "--pod-name=" + POD));
  }

  /** What drains is cut off five seconds after its time; Kubernetes has to wait longer. */
  @Test
  void thePodIsKilledAfterItsWorkHasDrained() {
    Render render = Render.ofValues(EVERY_VALUE);

    assertThat(
            render
                .only("Deployment")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt())
        .isEqualTo(55);
  }

  private static Config config(String values) {
    return Flags.parse(arguments(values).toArray(String[]::new));
  }

  /** As the pod's kubelet hands them over. */
  private static Stream<String> arguments(String values) {
    return Yaml.strings(Render.ofValues(values).container().path("args")).stream()
        .map(argument ->
            argument.replace("$(POD_NAMESPACE)", Render.NAMESPACE).replace("$(POD_NAME)", POD));
  }
}
