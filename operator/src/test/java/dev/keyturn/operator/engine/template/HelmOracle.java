package dev.keyturn.operator.engine.template;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** What Helm renders: one chart with a named template per case, read back from a ConfigMap. */
final class HelmOracle {
  private final Path chart;

  HelmOracle(Path chart) {
    this.chart = chart;
  }

  /** The bytes of each template, one char each, in order. */
  List<String> render(List<String> templates, String prelude, String values) throws IOException {
    StringBuilder definitions = new StringBuilder(prelude);
    StringBuilder configMap =
        new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cases}\ndata:\n");
    for (int i = 0; i < templates.size(); i++) {
      definitions.append("{{ define \"case-%d\" }}".formatted(i));
      definitions.append(templates.get(i)).append("{{ end }}\n");
      configMap.append(
          "  c%d: {{ include \"case-%d\" .Values | b64enc | quote }}\n".formatted(i, i));
    }
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
    Files.writeString(chart.resolve("values.yaml"), values);
    Files.writeString(chart.resolve("templates/_cases.tpl"), definitions);
    Files.writeString(chart.resolve("templates/cases.yaml"), configMap);
    Map<String, Map<String, String>> rendered = new Yaml().load(new Helm(chart).template().call());
    Map<String, String> data = rendered.getOrDefault("data", Map.of());
    return java.util.stream.IntStream.range(0, templates.size())
        .mapToObj(i -> data.getOrDefault("c" + i, ""))
        .map(
            encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1))
        .toList();
  }
}
