package dev.keyturn.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.e2e.component.SourceTree;
import org.junit.jupiter.api.Test;

class ChartFlagsTest {

  @Test
  void takesTheFlagsOfTheImageThenThoseOfTheChart() {
    assertThat(ChartFlags.read(SourceTree.root(), ""))
        .contains(
            "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-XX:ErrorFile=/tmp/hs_err.log")
        .contains("-Xmx160m")
        .allMatch(flag -> flag.startsWith("-"));
  }

  @Test
  void theHeapFollowsTheMemoryLimit() {
    assertThat(ChartFlags.read(SourceTree.root(), "512Mi")).contains("-Xmx416m");
  }

  @Test
  void filesWithoutFlagsAreRefused() {
    assertThatThrownBy(() -> ChartFlags.ofImage("nothing"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ChartFlags.ofChart("kind: Deployment"))
        .isInstanceOf(IllegalStateException.class);
  }
}
