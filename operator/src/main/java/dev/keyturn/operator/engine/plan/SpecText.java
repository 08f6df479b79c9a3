package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.CreationPolicy;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of the settings that the target's content comes from, as one unambiguous text: every
 * field has its length before it. An edit of an interval does not change it.
 */
final class SpecText {
  private final StringBuilder text = new StringBuilder();

  private SpecText() {}

  static String of(SyncSettings settings) {
    SpecText writer = new SpecText();
    writer.add(settings.type()).add(settings.mergePolicy().name());
    writer.add(Integer.toString(settings.templates().size()));
    for (Map.Entry<String, String> template : settings.templates().entrySet()) {
      writer.add(template.getKey()).add(template.getValue());
    }
    writer.add(Integer.toString(settings.entries().size()));
    for (SyncSettings.Entry entry : settings.entries()) {
      writer.add(entry.secretKey()).add(Boolean.toString(entry.optional())).add(entry.remote());
    }
    settings.groups().stream()
        .filter(SyncSettings.Extract.class::isInstance)
        .map(SyncSettings.Extract.class::cast)
        .forEach(extract -> writer.add(extract.remote()));
    settings.issues().contentText().forEach(writer::add);
    if (settings.creationPolicy() != CreationPolicy.Owner) {
      writer.add(settings.creationPolicy().name());
    }
    if (!settings.target().equals(TargetSettings.NONE)) {
      writer.add(settings.target());
    }
    ShapingText.write(settings, writer::add);
    return writer.text.toString();
  }

  /** The same with the texts that were found where the spec refers to. */
  static String of(
      SyncSettings settings, Map<TemplateOrigin.Referenced, SortedMap<String, String>> texts) {
    SpecText writer = new SpecText();
    writer.text.append(of(settings));
    for (TemplateOrigin.Referenced reference : settings.target().references()) {
      texts
          .getOrDefault(reference, new TreeMap<>())
          .forEach((key, text) -> writer.add(key).add(text));
    }
    return writer.text.toString();
  }

  /** Without {@code adopt}: whose the Secret was before is nothing of its content. */
  private void add(TargetSettings target) {
    add(Boolean.toString(target.immutable()));
    add(target.labels()).add(target.annotations());
    add(Integer.toString(target.origins().size()));
    for (TemplateOrigin origin : target.origins()) {
      switch (origin) {
        case TemplateOrigin.Literal(String literal) -> add("literal").add(literal);
        case TemplateOrigin.Referenced(
                TemplateOrigin.Kind kind,
                String name,
                List<String> items) -> {
          add(kind.name()).add(name).add(Integer.toString(items.size()));
          items.forEach(this::add);
        }
      }
    }
    SortedMap<String, String> files = new TreeMap<>();
    target.files().forEach((key, format) -> files.put(key, format.name()));
    add(files);
  }

  private SpecText add(SortedMap<String, String> entries) {
    add(Integer.toString(entries.size()));
    entries.forEach((key, value) -> add(key).add(value));
    return this;
  }

  private SpecText add(SyncSettings.Remote remote) {
    return add(remote.key())
        .add(remote.property().orElse(""))
        .add(remote.version().orElse(""))
        .add(remote.decoding().name());
  }

  private SpecText add(String field) {
    text.append(field.length()).append(':').append(field);
    return this;
  }
}
