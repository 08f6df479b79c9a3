package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import dev.keyturn.operator.engine.select.Merging;
import dev.keyturn.operator.engine.template.Budget;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.RenderOutcome;
import dev.keyturn.operator.engine.template.Template;
import dev.keyturn.operator.engine.template.TemplateFailure;
import dev.keyturn.operator.engine.template.Templates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the keys of one entry, each change upon the last one's output. It takes the values over
 * and wipes those that it drops. Used once.
 */
final class Rewriting {
  private static final String REPLACE = "{{ regexReplaceAll .source .value .target }}";

  private final Templates templates;
  private final String field;
  private final Budget budget;
  private Map<String, byte[]> values;
  private @Nullable Problem problem;

  /**
   * @param budget of the Secret, which its templates draw on as well
   */
  Rewriting(Templates templates, Budget budget, String field, Map<String, byte[]> values) {
    this.templates = templates;
    this.budget = budget;
    this.field = field;
    this.values = new LinkedHashMap<>(values);
  }

  /** Does all of them, up to the first that cannot be done. */
  Rewriting apply(List<KeyRewrite> rewrites) {
    for (int i = 0; i < rewrites.size() && problem == null; i++) {
      String at = field + ".rewrite[" + i + "]";
      switch (rewrites.get(i)) {
        case KeyRewrite.Replace(String source, String target) ->
            rename(at, REPLACE, Map.of("source", source, "target", target));
        case KeyRewrite.Transform(String template) -> rename(at, template, Map.of());
        case KeyRewrite.Merge merge -> merge(at, merge);
      }
    }
    return this;
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  /** The values under their new keys, in order; owned by the caller, also after a problem. */
  Map<String, byte[]> values() {
    return values;
  }

  private void rename(String at, String text, Map<String, String> more) {
    switch (templates.parse(at, text)) {
      case ParseOutcome.Rejected(TemplateFailure failure) -> fail(at, failure, more.isEmpty());
      case ParseOutcome.Parsed(Template template) -> rename(at, template, more);
    }
  }

  private void rename(String at, Template template, Map<String, String> more) {
    Map<String, byte[]> renamed = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      SortedMap<String, byte[]> root = new TreeMap<>();
      more.forEach((name, value) -> root.put(name, value.getBytes(StandardCharsets.UTF_8)));
      root.put("value", entry.getKey().getBytes(StandardCharsets.UTF_8));
      switch (template.render(root, budget)) {
        case RenderOutcome.Failed(TemplateFailure failure) -> {
          fail(at, failure, more.isEmpty());
          return;
        }
        case RenderOutcome.Rendered output -> {
          String key = new String(output.output(), StandardCharsets.UTF_8);
          if (renamed.putIfAbsent(key, entry.getValue()) != null) {
            fail(ErrorClass.TargetInvalid, Detail.KEY_COLLISION, at + ", key " + key);
            return;
          }
        }
      }
    }
    values = renamed;
  }

  private void merge(String at, KeyRewrite.Merge merge) {
    try (Merging merging = new Merging()) {
      for (String key : order(merge)) {
        byte[] value = values.get(key);
        if (value == null) {
          if (!merge.missingAllowed()) {
            fail(ErrorClass.KeyMissing, Detail.NONE, at + ".merge.priority, key " + key);
            return;
          }
        } else if (!merging.add(value)) {
          fail(ErrorClass.InvalidData, Detail.NONE, at + ".merge, key " + key);
          return;
        }
      }
      if (merging.conflict().isPresent() && !merge.laterWins()) {
        fail(
            ErrorClass.TargetInvalid,
            Detail.KEY_COLLISION,
            at + ".merge, member " + merging.conflict().get());
        return;
      }
      take(merge, merging);
    }
  }

  private void take(KeyRewrite.Merge merge, Merging merging) {
    if (merge.into().isPresent()) {
      byte @Nullable [] replaced = values.put(merge.into().get(), merging.object());
      if (replaced != null) {
        Arrays.fill(replaced, (byte) 0);
      }
      return;
    }
    Map<String, byte[]> members = merging.values();
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
    values = members;
  }

  /** By name, those of the priority last and in its own order, so that its last one wins. */
  private List<String> order(KeyRewrite.Merge merge) {
    List<String> order = new ArrayList<>(new TreeSet<>(values.keySet()));
    order.removeAll(new HashSet<>(merge.priority()));
    order.addAll(merge.priority());
    return order;
  }

  /**
   * @param theirs true where the template is the one of the spec: an expression becomes part of
   *     ours, whose places say nothing to anybody
   */
  private void fail(String at, TemplateFailure failure, boolean theirs) {
    if (theirs || failure.isOverBudget()) {
      problem = TemplateRun.problem(failure);
    } else {
      fail(ErrorClass.ConfigInvalid, Detail.FIELD, "spec." + at);
    }
  }

  private void fail(ErrorClass kind, Detail detail, String subject) {
    problem = Problem.of(kind, detail, subject);
  }
}
