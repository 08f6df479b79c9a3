package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.TemplateFileFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a spec says of its target beyond keys and type.
 *
 * @param labels label to template text
 * @param annotations annotation to template text
 * @param origins templates that stand elsewhere
 * @param files key of the Secret to format of the file that holds all selected values
 */
public record TargetSettings(
    boolean immutable,
    boolean adopt,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    List<TemplateOrigin> origins,
    SortedMap<String, TemplateFileFormat> files) {
  /** Nothing of all this. */
  public static final TargetSettings NONE =
      new TargetSettings(
          false, false, new TreeMap<>(), new TreeMap<>(), List.of(), new TreeMap<>());

  /** The objects that hold templates. */
  public List<TemplateOrigin.Referenced> references() {
    return origins.stream()
        .filter(TemplateOrigin.Referenced.class::isInstance)
        .map(TemplateOrigin.Referenced.class::cast)
        .toList();
  }

  /** True where a template says what keys there are. */
  boolean makesKeys() {
    return !origins.isEmpty() || !files.isEmpty();
  }
}
