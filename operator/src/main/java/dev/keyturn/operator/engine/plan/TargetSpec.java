package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.SyncTarget;
import dev.keyturn.crds.v1alpha1.TargetTemplate;
import dev.keyturn.crds.v1alpha1.TemplateFileFormat;
import dev.keyturn.crds.v1alpha1.TemplateMetadata;
import dev.keyturn.crds.v1alpha1.TemplateSource;
import dev.keyturn.crds.v1alpha1.TemplateSourceItem;
import dev.keyturn.crds.v1alpha1.TemplateSourceObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.target} as strictly as {@link SpecReader} reads the rest. */
sealed interface TargetSpec {
  /** Everything understood. */
  record Read(TargetSettings settings) implements TargetSpec {}

  /** The first field that is wrong. */
  record Wrong(String field) implements TargetSpec {}

  static TargetSpec read(SyncTarget target, TargetTemplate template) {
    TemplateMetadata metadata =
        template.metadata() == null ? new TemplateMetadata(null, null) : template.metadata();
    List<TemplateOrigin> origins = new ArrayList<>();
    List<TemplateSource> sources =
        template.templateFrom() == null ? List.of() : template.templateFrom();
    for (int i = 0; i < sources.size(); i++) {
      Optional<TemplateOrigin> origin = origin(sources.get(i));
      if (origin.isEmpty()) {
        return new Wrong("spec.target.template.templateFrom[" + i + "]");
      }
      origins.add(origin.get());
    }
    SortedMap<String, TemplateFileFormat> files = new TreeMap<>();
    for (Map.Entry<String, String> file : sorted(template.files()).entrySet()) {
      Optional<TemplateFileFormat> format = format(file.getValue());
      if (format.isEmpty()) {
        return new Wrong("spec.target.template.files");
      }
      files.put(file.getKey(), format.get());
    }
    return new Read(
        new TargetSettings(
            Boolean.TRUE.equals(target.immutable()),
            Boolean.TRUE.equals(target.adopt()),
            sorted(metadata.labels()),
            sorted(metadata.annotations()),
            List.copyOf(origins),
            files));
  }

  private static Optional<TemplateOrigin> origin(TemplateSource source) {
    List<TemplateOrigin> found = new ArrayList<>();
    if (source.configMap() != null) {
      found.add(referenced(TemplateOrigin.Kind.CONFIG_MAP, source.configMap()));
    }
    if (source.secret() != null) {
      found.add(referenced(TemplateOrigin.Kind.SECRET, source.secret()));
    }
    if (source.literal() != null) {
      found.add(new TemplateOrigin.Literal(source.literal()));
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static TemplateOrigin referenced(TemplateOrigin.Kind kind, TemplateSourceObject object) {
    List<TemplateSourceItem> items = object.items() == null ? List.of() : object.items();
    return new TemplateOrigin.Referenced(
        kind, object.name(), items.stream().map(TemplateSourceItem::key).toList());
  }

  private static Optional<TemplateFileFormat> format(String name) {
    for (TemplateFileFormat format : TemplateFileFormat.values()) {
      if (format.name().equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private static SortedMap<String, String> sorted(@Nullable Map<String, String> map) {
    return map == null ? new TreeMap<>() : new TreeMap<>(map);
  }
}
