package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.TemplateFileFormat;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.RenderOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.TemplateFailure;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.operator.engine.template.TextMap;
import dev.keyturn.operator.engine.template.ValueFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders every template of one target from one budget; stops at the first that fails. Used once.
 */
final class TemplateRun {
  private final Templates templates;
  private final SortedMap<String, byte[]> selected;
  private final Budget budget;
  private final SortedMap<String, byte[]> data = new TreeMap<>();
  private final SortedMap<String, String> labels = new TreeMap<>();
  private final SortedMap<String, String> annotations = new TreeMap<>();
  private @Nullable Problem problem;

  /** Templates that render to text. */
  private interface Sink {
    void take(String key, byte[] rendered);
  }

  TemplateRun(Templates templates, Budget budget, SortedMap<String, byte[]> selected) {
    this.templates = templates;
    this.budget = budget;
    this.selected = selected;
  }

  /** Renders all of them. */
  void run(SyncSettings settings, Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts) {
    TargetSettings target = settings.target();
    settings.templates().forEach((key, text) -> render(key, text, this::put));
    for (TemplateOrigin origin : target.origins()) {
      switch (origin) {
        case TemplateOrigin.Literal(String text) -> render("literal", text, this::putMap);
        case TemplateOrigin.Referenced reference ->
            Objects.requireNonNull(texts.get(reference))
                .forEach((key, text) -> referenced(reference.kind(), key, text));
      }
    }
    target.files().forEach(this::file);
    target.labels().forEach((key, text) -> render(key, text, into(labels)));
    target.annotations().forEach((key, text) -> render(key, text, into(annotations)));
    if (problem == null) {
      problem = metadataProblem().orElse(null);
    }
    if (problem != null) {
      data.values().forEach(value -> Arrays.fill(value, (byte) 0));
    }
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  SortedMap<String, byte[]> data() {
    return data;
  }

  SortedMap<String, String> labels() {
    return labels;
  }

  SortedMap<String, String> annotations() {
    return annotations;
  }

  private void render(String key, String text, Sink sink) {
    finish(key, () -> outcome(templates.parse(key, text)), sink);
  }

  /** The text of a Secret is kept nowhere, and no word of it is told. */
  private void referenced(TemplateOrigin.Kind kind, String key, String text) {
    switch (kind) {
      case CONFIG_MAP -> render(key, text, this::put);
      case SECRET ->
          finish(
              key,
              () ->
                  switch (outcome(templates.parseUnkept(key, text))) {
                    case RenderOutcome.Rendered rendered -> rendered;
                    case RenderOutcome.Failed(TemplateFailure failure) ->
                        new RenderOutcome.Failed(failure.withoutWords());
                  },
              this::put);
    }
  }

  private RenderOutcome outcome(ParseOutcome parsed) {
    return switch (parsed) {
      case ParseOutcome.Rejected(TemplateFailure failure) -> new RenderOutcome.Failed(failure);
      case ParseOutcome.Parsed(Template template) -> template.render(selected, budget);
    };
  }

  private void file(String key, TemplateFileFormat format) {
    ValueFile.Format form =
        switch (format) {
          case json -> ValueFile.Format.JSON;
          case yaml -> ValueFile.Format.YAML;
          case dotenv -> ValueFile.Format.DOTENV;
          case properties -> ValueFile.Format.PROPERTIES;
        };
    finish(key, () -> ValueFile.write(key, form, selected, budget), this::put);
  }

  private void finish(String key, java.util.function.Supplier<RenderOutcome> rendering, Sink sink) {
    if (problem != null) {
      return;
    }
    switch (rendering.get()) {
      case RenderOutcome.Failed(TemplateFailure failure) -> fail(failure);
      case RenderOutcome.Rendered rendered -> sink.take(key, rendered.output());
    }
  }

  private void put(String key, byte[] value) {
    byte[] other = data.putIfAbsent(key, value);
    if (other != null) {
      Arrays.fill(value, (byte) 0);
      problem = Problem.of(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, key);
    }
  }

  private void putMap(String key, byte[] yaml) {
    TextMap map = TextMap.parse(key, yaml, budget);
    Arrays.fill(yaml, (byte) 0);
    switch (map) {
      case TextMap.Failed(TemplateFailure failure) -> fail(failure);
      case TextMap.Parsed(SortedMap<String, byte[]> entries) -> entries.forEach(this::put);
    }
  }

  private Sink into(SortedMap<String, String> texts) {
    return (key, rendered) -> {
      String text = new String(rendered, StandardCharsets.UTF_8);
      if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), rendered)) {
        texts.put(key, text);
      } else {
        problem = metadata(key);
      }
    };
  }

  private Optional<Problem> metadataProblem() {
    return ReservedMetadata.first(labels, annotations)
        .or(() -> MetadataSyntax.firstWrong(labels, annotations))
        .map(TemplateRun::metadata);
  }

  private static Problem metadata(String key) {
    return Problem.of(
        ErrorClass.TargetInvalid, Detail.FIELD, "spec.target.template.metadata, " + key);
  }

  private void fail(TemplateFailure failure) {
    problem = problem(failure);
  }

  /** What a template that does not parse or render says. */
  static Problem problem(TemplateFailure failure) {
    Detail detail = failure.isOverBudget() ? Detail.BUDGET : Detail.NONE;
    return Problem.of(ErrorClass.TemplateError, detail, failure.message());
  }
}
