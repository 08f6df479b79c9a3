package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.ConversionStrategy;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.function.Consumer;

/**
 * The fields of the spec's text that few specs have: each is written only where it is set, behind
 * its own path, so that the text of all others stays as it was. Rules are not among them: they
 * change no content.
 */
final class ShapingText {
  private final Consumer<String> text;

  private ShapingText(Consumer<String> text) {
    this.text = text;
  }

  static void write(SyncSettings settings, Consumer<String> text) {
    ShapingText writer = new ShapingText(text);
    settings.groups().forEach(writer::group);
    settings.entries().forEach(entry -> writer.remote(entry.remote()));
  }

  private void group(SyncSettings.Group group) {
    switch (group) {
      case SyncSettings.Extract extract -> remote(extract.remote());
      case SyncSettings.Find find -> {
        add(find.field() + ".find", find.path().orElse(""));
        find.name().ifPresent(name -> add(find.field() + ".name", name.toString()));
        find.tags().forEach((name, value) -> add(find.field() + ".tags", name, value));
        find.store().ifPresent(store -> add(find.field() + ".sourceRef", store));
      }
    }
    group.rewrites().forEach(rewrite -> rewrite(group.field() + ".rewrite", rewrite));
  }

  private void rewrite(String field, KeyRewrite rewrite) {
    switch (rewrite) {
      case KeyRewrite.Replace(String source, String target) -> add(field, "regexp", source, target);
      case KeyRewrite.Transform(String template) -> add(field, "transform", template);
      case KeyRewrite.Merge merge -> {
        add(field, "merge", merge.into().orElse(""), Boolean.toString(merge.laterWins()));
        merge.priority().forEach(key -> add(field + ".priority", key));
        add(field + ".priorityPolicy", Boolean.toString(merge.missingAllowed()));
      }
    }
  }

  private void remote(SyncSettings.Remote remote) {
    remote.store().ifPresent(store -> add(remote.field() + ".sourceRef", store));
    if (remote.conversion() != ConversionStrategy.Default) {
      add(remote.field() + ".conversionStrategy", remote.conversion().name());
    }
    if (remote.metadata()) {
      add(remote.field() + ".metadataPolicy", "Fetch");
    }
  }

  private void add(String field, StoreIdentity store) {
    add(field, store.kind().name(), store.name());
  }

  private void add(String field, String... values) {
    text.accept(field);
    for (String value : values) {
      text.accept(value);
    }
  }
}
