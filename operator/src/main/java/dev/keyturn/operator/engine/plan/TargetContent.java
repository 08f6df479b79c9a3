package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.select.KeyName;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Makes the content of a target from the selected values: template, checks, keyed hash. Pure. */
final class TargetContent {
  private final Macs macs;
  private final Templates templates;

  TargetContent(Macs macs, Templates templates) {
    this.macs = macs;
    this.templates = templates;
  }

  /**
   * The content, or the first thing that is wrong; all or nothing.
   *
   * @param budget of the Secret, with what its rewrites have left
   * @param texts of every object that the templates refer to
   */
  Step assemble(
      SyncId id,
      SyncSettings settings,
      Budget budget,
      Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts,
      SortedMap<String, byte[]> selected,
      KeyCount keys,
      List<SyncSource> sources) {
    String spec = SpecText.of(settings, texts);
    Mac input = macs.input(id.namespace(), id.name(), spec, selected);
    Optional<Mac> formerInput =
        macs.previous().map(before -> before.input(id.namespace(), id.name(), spec, selected));
    TemplateRun run = new TemplateRun(templates, budget, selected);
    run.run(settings, texts);
    if (run.problem().isPresent()) {
      wipe(selected);
      return new Step.Failed(run.problem().get(), keys);
    }
    SortedMap<String, byte[]> data = merged(settings, selected, run.data());
    Optional<Problem> problem = check(settings, data);
    if (problem.isPresent()) {
      wipe(data);
      return new Step.Failed(problem.get(), keys);
    }
    return new Step.Complete(
        new DesiredTarget(
            settings.type(), data, input, formerInput, run.labels(), run.annotations()),
        keys,
        sources,
        settings.shaping().store());
  }

  /** What templates made, over or instead of what was selected. */
  private static SortedMap<String, byte[]> merged(
      SyncSettings settings, SortedMap<String, byte[]> selected, SortedMap<String, byte[]> made) {
    boolean keepsSelected = SelectionBound.keepsSelected(settings);
    selected.forEach((key, value) -> {
      if (!keepsSelected || made.putIfAbsent(key, value) != null) {
        Arrays.fill(value, (byte) 0);
      }
    });
    return made;
  }

  private static Optional<Problem> check(SyncSettings settings, SortedMap<String, byte[]> data) {
    for (String key : data.keySet()) {
      if (!KeyName.isLegal(key)) {
        return Optional.of(Problem.of(ErrorClass.TargetInvalid, Detail.KEY, key));
      }
    }
    long size = data.values().stream().mapToLong(value -> value.length).sum();
    if (size > SelectionBound.GREATEST_SECRET) {
      return Optional.of(Problem.of(ErrorClass.TargetTooLarge, settings.targetName()));
    }
    return TypedSecret.check(settings.type(), data)
        .map(detail -> Problem.of(ErrorClass.TargetInvalid, detail, "type " + settings.type()));
  }

  private static void wipe(SortedMap<String, byte[]> values) {
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }
}
