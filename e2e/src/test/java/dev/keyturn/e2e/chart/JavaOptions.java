package dev.keyturn.e2e.chart;

import java.util.List;

/** What the chart tells the Java runtime of the operator. */
public final class JavaOptions {
  private JavaOptions() {}

  /** With a memory limit, such as {@code 160Mi}, and else the defaults of the chart. */
  public static List<String> ofMemoryLimit(String limit) {
    return List.of(
        of(Render.ofValues("resources: {limits: {memory: " + limit + "}}")).trim().split(" +"));
  }

  static String of(Render render) {
    return Yaml.elements(render.container().path("env"))
        .filter(variable -> variable.path("name").asText().equals("JDK_JAVA_OPTIONS"))
        .map(variable -> variable.path("value").asText())
        .findFirst()
        .orElseThrow();
  }
}
