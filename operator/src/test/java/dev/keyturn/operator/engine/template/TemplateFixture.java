package dev.keyturn.operator.engine.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** Renders one template with given values, and reads the data files of these tests. */
final class TemplateFixture {
  private final Templates templates;
  private final Limits limits;

  TemplateFixture() {
    this(Limits.standard());
  }

  TemplateFixture(Limits limits) {
    this.templates = new Templates(limits);
    this.limits = limits;
  }

  /** The rendered bytes, one char each; a failure of either kind as its message. */
  String render(String text, Map<String, String> values) {
    return switch (outcome(text, bytes(values))) {
      case RenderOutcome.Rendered rendered ->
          new String(rendered.output(), StandardCharsets.ISO_8859_1);
      case RenderOutcome.Failed(TemplateFailure failure) -> failure.message();
    };
  }

  /** The failure, which must be one. */
  TemplateFailure failure(String text, Map<String, String> values) {
    return switch (outcome(text, bytes(values))) {
      case RenderOutcome.Rendered _ -> throw new AssertionError("rendered: " + text);
      case RenderOutcome.Failed(TemplateFailure failure) -> failure;
    };
  }

  RenderOutcome outcome(String text, SortedMap<String, byte[]> values) {
    return switch (templates.parse("key", text)) {
      case ParseOutcome.Rejected(TemplateFailure failure) -> new RenderOutcome.Failed(failure);
      case ParseOutcome.Parsed(Template template) -> template.render(values, Budget.of(limits));
    };
  }

  static SortedMap<String, byte[]> bytes(Map<String, String> values) {
    SortedMap<String, byte[]> root = new TreeMap<>();
    values.forEach((key, value) -> root.put(key, value.getBytes(StandardCharsets.UTF_8)));
    return root;
  }

  static String resource(String name) {
    try (InputStream stream = TemplateFixture.class.getResourceAsStream("/template/" + name)) {
      if (stream == null) {
        throw new AssertionError("no such resource: " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static <T> T yaml(String name) {
    return new Yaml().load(resource(name));
  }
}
