package dev.keyturn.benchmarks.subject;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The flags that the operator's JVM has in a cluster: those of the image, then the chart's. */
public final class ChartFlags {
  private static final Pattern IMAGE = Pattern.compile("(?ms)^options=\"([^\"]*)\"");
  private static final Pattern CHART =
      Pattern.compile("(?m)^ *- name: JDK_JAVA_OPTIONS\\n *value: (?:>-)?\\s*((?:.|\\n)*?)\\n *- ");

  private ChartFlags() {}

  /**
   * Reads them.
   *
   * @param root of the checkout
   * @param memory the chart's {@code resources.limits.memory}, which the heap depends on; blank for
   *     the chart's default
   */
  public static List<String> read(Path root, String memory) {
    try {
      List<String> flags = new ArrayList<>();
      flags.addAll(ofImage(Files.readString(root.resolve("image/runtime.sh"))));
      flags.addAll(ofChart(render(root.resolve("helm/keyturn"), memory)));
      return flags;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String render(Path chart, String memory) throws IOException {
    Path values = Files.createTempFile("values", ".yaml");
    try {
      Files.writeString(
          values, memory.isBlank() ? "" : "resources: {limits: {memory: " + memory + "}}\n");
      return new Helm(chart)
          .template()
          .withName("keyturn")
          .withNamespace("keyturn")
          .withKubeVersion("1.30.0")
          .withValuesFile(values)
          .call();
    } finally {
      Files.delete(values);
    }
  }

  static List<String> ofImage(String script) {
    return words(IMAGE.matcher(script), "image/runtime.sh sets no options");
  }

  static List<String> ofChart(String manifests) {
    return words(CHART.matcher(manifests), "the chart sets no JDK_JAVA_OPTIONS");
  }

  private static List<String> words(Matcher matcher, String complaint) {
    if (!matcher.find()) {
      throw new IllegalStateException(complaint);
    }
    return Stream.of(matcher.group(1).strip().split("\\s+")).toList();
  }
}
