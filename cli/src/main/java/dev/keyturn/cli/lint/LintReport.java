package dev.keyturn.cli.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.output.Documents;
import java.util.List;

/** Writes findings. */
final class LintReport {
  private LintReport() {}

  static String of(LintFormat format, List<Finding> findings) {
    return switch (format) {
      case text -> text(findings);
      case json -> json(findings);
      case sarif -> sarif(findings);
    };
  }

  private static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding it : findings) {
      text.append(it.file()).append(':').append(it.line()).append("  ");
      text.append(it.rule().name()).append(' ').append(it.rule().level().name()).append("  ");
      text.append(it.text()).append('\n');
    }
    return text.toString();
  }

  private static String json(List<Finding> findings) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Finding it : findings) {
      list.addObject()
          .put("file", it.file())
          .put("line", it.line())
          .put("rule", it.rule().name())
          .put("level", it.rule().level().name())
          .put("text", it.text())
          .put("fix", it.rule().fix());
    }
    return Documents.json(list);
  }

  /** SARIF 2.1.0 (OASIS): one run, its rules, and a result for each finding. */
  private static String sarif(List<Finding> findings) {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "keyturn lint");
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      ObjectNode entry = rules.addObject().put("id", rule.name());
      entry.putObject("shortDescription").put("text", rule.what());
      entry.putObject("fullDescription").put("text", rule.why());
      entry.putObject("help").put("text", rule.fix());
      entry.putObject("defaultConfiguration").put("level", rule.level().name());
    }
    ArrayNode results = run.putArray("results");
    for (Finding it : findings) {
      ObjectNode result = results.addObject().put("ruleId", it.rule().name());
      result.put("ruleIndex", it.rule().ordinal()).put("level", it.rule().level().name());
      result.putObject("message").put("text", it.text());
      ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
      place.putObject("artifactLocation").put("uri", it.file());
      place.putObject("region").put("startLine", it.line());
    }
    return Documents.json(log);
  }
}
