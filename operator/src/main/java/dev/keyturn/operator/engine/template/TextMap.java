package dev.keyturn.operator.engine.template;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A YAML map of key to text that a template rendered. */
public sealed interface TextMap {
  /** The live values; whoever receives them wipes them. */
  record Parsed(SortedMap<String, byte[]> entries) implements TextMap {}

  /** It is no such map. */
  record Failed(TemplateFailure failure) implements TextMap {}

  /**
   * Parses what a template rendered.
   *
   * @param name of the template, for the failure
   */
  static TextMap parse(String name, byte[] rendered, Budget budget) {
    try {
      String characters = Utf8.decode(new String(rendered, StandardCharsets.ISO_8859_1));
      if (!(Documents.yaml(characters, budget) instanceof Value.Mapping mapping)) {
        throw Arguments.wrongType();
      }
      SortedMap<String, byte[]> entries = new TreeMap<>();
      for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
        // A number would come out in another spelling: 1.10 as 1.1. It has to be quoted.
        if (!(entry.getValue() instanceof Value.Text(String bytes))) {
          throw Arguments.wrongType();
        }
        entries.put(Utf8.decode(entry.getKey()), Utf8.raw(bytes));
      }
      return new Parsed(entries);
    } catch (TemplateFault fault) {
      Reason reason = fault.failure(name).reason();
      budget.surface();
      return new Failed(
          new TemplateFailure(name, 1, 1, reason, Optional.empty(), Optional.empty()));
    }
  }
}
