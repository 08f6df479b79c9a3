package dev.keyturn.cli.migrate.eso;

import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.RenderOutcome;
import dev.keyturn.operator.engine.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Templates of External Secrets. Their language is ours, so what parses has functions that we have
 * alone.
 */
final class TemplateCheck {
  private static final String REPLACE = "{{ regexReplaceAll .source .value .target }}";

  private final Templates templates = new Templates(Limits.standard());

  /** Refuses a text whose functions we lack, by their names. */
  void check(Field text, String key) {
    if (templates.parse(key, text.text("")) instanceof ParseOutcome.Rejected(var failure)) {
      text.refused("template " + failure.message());
    }
  }

  /**
   * What a key is called after all rewrites; null where one of them is refused.
   *
   * @param rewrites of a {@code dataFrom}
   */
  @Nullable String renamed(Field rewrites, String key) {
    String name = key;
    for (Field rewrite : rewrites.elements()) {
      Field expression = rewrite.member("regexp");
      Field template = rewrite.member("transform").member("template");
      @Nullable String next = null;
      if (expression.isThere()) {
        next =
            rendered(
                REPLACE,
                Map.of(
                    "source", expression.member("source").text(""),
                    "target", expression.member("target").text(""),
                    "value", name));
      } else if (template.isThere()) {
        next = rendered(template.text(""), Map.of("value", name));
      }
      if (next == null) {
        rewrite.refused("the name of the generated key cannot be told");
        return null;
      }
      name = next;
    }
    return name;
  }

  private @Nullable String rendered(String text, Map<String, String> root) {
    SortedMap<String, byte[]> bytes = new TreeMap<>();
    root.forEach((name, value) -> bytes.put(name, value.getBytes(StandardCharsets.UTF_8)));
    return templates.parse("rewrite", text) instanceof ParseOutcome.Parsed(var template)
            && template.render(bytes, Budget.of(Limits.standard()))
                instanceof RenderOutcome.Rendered rendered
        ? new String(rendered.output(), StandardCharsets.UTF_8)
        : null;
  }
}
