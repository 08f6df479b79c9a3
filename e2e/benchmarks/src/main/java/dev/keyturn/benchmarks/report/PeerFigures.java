package dev.keyturn.benchmarks.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.benchmarks.result.Metric;
import dev.keyturn.benchmarks.result.ScenarioResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was measured of other operators once, to be printed beside Keyturn's figures.
 *
 * @param provenance which versions, where, how
 * @param operators the columns
 */
record PeerFigures(String provenance, List<String> operators, List<Figure> figures) {

  /** One line; operators without a value are absent. */
  record Figure(String scenario, String metric, Map<String, String> values) {}

  /** Those that this module carries. */
  static PeerFigures read() {
    try (InputStream stream = PeerFigures.class.getResourceAsStream("peers.json")) {
      return JsonMapper.builder()
          .build()
          .readValue(Objects.requireNonNull(stream, "peers.json"), PeerFigures.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> of(String operator, ScenarioResult scenario, Metric metric) {
    return figures.stream()
        .filter(it -> it.scenario().equals(scenario.id()) && it.metric().equals(metric.name()))
        .findFirst()
        .flatMap(it -> Optional.ofNullable(it.values().get(operator)));
  }

  /** Whether any operator has a figure for the scenario. */
  boolean knows(ScenarioResult scenario) {
    return figures.stream().anyMatch(it -> it.scenario().equals(scenario.id()));
  }
}
