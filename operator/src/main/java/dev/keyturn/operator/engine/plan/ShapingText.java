package dev.keyturn.operator.engine.plan;

import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The fields of the spec's text that few specs have: each is written only where it is set, behind
 * its own name, so that the text of all others stays as it was.
 */
final class ShapingText {
  private final Consumer<String> text;

  private ShapingText(Consumer<String> text) {
    this.text = text;
  }

  static void write(SyncSettings settings, Consumer<String> text) {
    ShapingText writer = new ShapingText(text);
    Stream.concat(
            settings.extracts().stream().map(SyncSettings.Extract::remote),
            settings.entries().stream().map(SyncSettings.Entry::remote))
        .forEach(writer::remote);
  }

  private void remote(SyncSettings.Remote remote) {
    remote.store().ifPresent(store -> add(remote.field() + ".sourceRef", store));
  }

  private void add(String field, StoreIdentity store) {
    text.accept(field);
    text.accept(store.kind().name());
    text.accept(store.name());
  }
}
