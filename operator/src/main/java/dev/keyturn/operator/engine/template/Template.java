package dev.keyturn.operator.engine.template;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A parsed template; immutable and safe for any number of threads. */
public final class Template {
  private final String name;
  private final Parser.Source source;
  private final FunctionTable functions;
  private final Set<String> reads;

  private Template(String name, Parser.Source source, FunctionTable functions, Set<String> reads) {
    this.name = name;
    this.source = source;
    this.functions = functions;
    this.reads = reads;
  }

  static Template of(String name, Parser.Source source, FunctionTable functions) {
    return new Template(name, source, functions, RootReads.of(source));
  }

  /** The same template under another key's name, for its failures. */
  Template named(String other) {
    return other.equals(name) ? this : new Template(other, source, functions, reads);
  }

  /**
   * Keys of the root that the text names where dot or {@code $} is surely or possibly the root;
   * computed keys are not among them.
   */
  public Set<String> reads() {
    return reads;
  }

  /** Renders with these values; copies them, so that the caller may wipe its own. */
  public RenderOutcome render(SortedMap<String, byte[]> root, Budget budget) {
    TreeMap<String, Value> entries = new TreeMap<>();
    for (Map.Entry<String, byte[]> entry : root.entrySet()) {
      entries.put(Utf8.encode(entry.getKey()), Value.Text.ofBytes(entry.getValue()));
    }
    return render(entries, budget);
  }

  /** The same with values in groups: {@code .group.name}. */
  public RenderOutcome renderGroups(Map<String, Map<String, byte[]>> groups, Budget budget) {
    TreeMap<String, Value> entries = new TreeMap<>();
    groups.forEach((group, members) -> {
      TreeMap<String, Value> values = new TreeMap<>();
      members.forEach((name, bytes) -> values.put(Utf8.encode(name), Value.Text.ofBytes(bytes)));
      entries.put(Utf8.encode(group), Value.Mapping.readOnly(values));
    });
    return render(entries, budget);
  }

  private RenderOutcome render(TreeMap<String, Value> entries, Budget budget) {
    try {
      Renderer renderer = new Renderer(source.definitions(), functions, budget);
      return new RenderOutcome.Rendered(
          renderer.render(source.body(), Value.Mapping.readOnly(entries)));
    } catch (TemplateFault fault) {
      budget.surface();
      return new RenderOutcome.Failed(fault.failure(name));
    }
  }
}
