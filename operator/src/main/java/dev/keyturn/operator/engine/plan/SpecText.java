package dev.keyturn.operator.engine.plan;

import java.util.Map;

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
    settings.extracts().forEach(extract -> writer.add(extract.remote()));
    settings.issues().contentText().forEach(writer::add);
    return writer.text.toString();
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
