package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.crds.v1alpha1.TemplateMergePolicy;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.select.KeyName;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.RenderOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.TemplateFailure;
import dev.keyturn.operator.engine.template.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the content of a target from the selected values: template, checks, keyed hash. Pure. */
final class TargetContent {
  private static final int GREATEST_SECRET = 1_048_576;

  private final Macs macs;
  private final Templates templates;

  TargetContent(Macs macs, Templates templates) {
    this.macs = macs;
    this.templates = templates;
  }

  /** The content, or the first thing that is wrong; all or nothing. */
  Step assemble(
      SyncId id,
      SyncSettings settings,
      SortedMap<String, byte[]> selected,
      KeyCount keys,
      List<SyncSource> sources) {
    Mac input = macs.input(id.namespace(), id.name(), SpecText.of(settings), selected);
    SortedMap<String, byte[]> data;
    switch (render(settings, selected)) {
      case Rendering.Failed(TemplateFailure failure) -> {
        wipe(selected);
        return new Step.Failed(Problem.of(ErrorClass.TemplateError, failure.message()), keys);
      }
      case Rendering.Done(SortedMap<String, byte[]> rendered) -> data = rendered;
    }
    Optional<Problem> problem = check(settings, data);
    if (problem.isPresent()) {
      wipe(data);
      return new Step.Failed(problem.get(), keys);
    }
    return new Step.Complete(
        new DesiredTarget(settings.type(), data, input), keys, sources, settings.shaping().store());
  }

  private Rendering render(SyncSettings settings, SortedMap<String, byte[]> selected) {
    if (settings.templates().isEmpty()) {
      return new Rendering.Done(selected);
    }
    Budget budget = Budget.of(Limits.standard());
    SortedMap<String, byte[]> rendered = new TreeMap<>();
    for (Map.Entry<String, String> entry : settings.templates().entrySet()) {
      switch (render(entry.getKey(), entry.getValue(), selected, budget)) {
        case RenderOutcome.Failed(TemplateFailure failure) -> {
          wipe(rendered);
          return new Rendering.Failed(failure);
        }
        case RenderOutcome.Rendered output -> rendered.put(entry.getKey(), output.output());
      }
    }
    selected.forEach((key, value) -> {
      if (settings.mergePolicy() == TemplateMergePolicy.Replace || rendered.containsKey(key)) {
        Arrays.fill(value, (byte) 0);
      } else {
        rendered.put(key, value);
      }
    });
    return new Rendering.Done(rendered);
  }

  private RenderOutcome render(
      String key, String text, SortedMap<String, byte[]> selected, Budget budget) {
    return switch (templates.parse(key, text)) {
      case ParseOutcome.Rejected(TemplateFailure failure) -> new RenderOutcome.Failed(failure);
      case ParseOutcome.Parsed(Template template) -> template.render(selected, budget);
    };
  }

  private static Optional<Problem> check(SyncSettings settings, SortedMap<String, byte[]> data) {
    for (String key : data.keySet()) {
      if (!KeyName.isLegal(key)) {
        return Optional.of(Problem.of(ErrorClass.TargetInvalid, Detail.KEY, key));
      }
    }
    long size = data.values().stream().mapToLong(value -> value.length).sum();
    if (size > GREATEST_SECRET) {
      return Optional.of(Problem.of(ErrorClass.TargetTooLarge, settings.targetName()));
    }
    return TypedSecret.check(settings.type(), data)
        .map(detail -> Problem.of(ErrorClass.TargetInvalid, detail, "type " + settings.type()));
  }

  private static void wipe(SortedMap<String, byte[]> values) {
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }

  private sealed interface Rendering {
    record Done(SortedMap<String, byte[]> data) implements Rendering {}

    record Failed(TemplateFailure failure) implements Rendering {}
  }
}
