package dev.keyturn.cli.migrate.eso;

import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.translation.Fate;
import dev.keyturn.cli.migrate.translation.Remark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One object of External Secrets, and what is said of its fields. */
final class Origin {
  private record Noted(int line, Remark remark) {}

  private final ManifestDocument document;
  private final Field root;

  /** Whoever refers to a generator reads it anew: the same is said once. */
  private final Set<Noted> noted = new LinkedHashSet<>();

  Origin(ManifestDocument document) {
    this.document = document;
    this.root = new Field(this, "", "", document.content());
  }

  Field root() {
    return root;
  }

  Field spec() {
    return root.member("spec");
  }

  String kind() {
    return document.kind();
  }

  /** Without the version: {@code external-secrets.io}. */
  String group() {
    String version = document.apiVersion();
    return version.substring(0, Math.max(version.indexOf('/'), 0));
  }

  /** {@code v1}. */
  String version() {
    return document.apiVersion().substring(document.apiVersion().indexOf('/') + 1);
  }

  String name() {
    return document.name();
  }

  @Nullable String namespace() {
    return document.namespace();
  }

  /** As people name it: {@code shop/ExternalSecret/db}. */
  String title() {
    String inNamespace = namespace() == null ? "" : namespace() + "/";
    return inNamespace + kind() + "/" + name();
  }

  void say(Field field, Fate fate, String text) {
    int line = document.line(field.pointer());
    if (fate != Fate.TRANSLATED) {
      noted.removeIf(it ->
          it.remark().fate() == Fate.TRANSLATED && it.remark().subject().equals(field.path()));
    }
    noted.add(new Noted(line, new Remark(document.file() + ":" + line, field.path(), fate, text)));
  }

  boolean isSpokenOf(Field field) {
    return noted.stream().anyMatch(it -> it.remark().subject().equals(field.path()));
  }

  boolean isRefused(Field field) {
    return noted.stream()
        .map(Noted::remark)
        .anyMatch(it -> it.fate() == Fate.REFUSED && it.subject().equals(field.path()));
  }

  boolean isRefused() {
    return noted.stream().anyMatch(it -> it.remark().fate() == Fate.REFUSED);
  }

  /** In the order of the lines; of what is refused, why it is. */
  List<Remark> remarks() {
    boolean refused = isRefused();
    List<Noted> sorted = new ArrayList<>(noted);
    sorted.sort(Comparator.comparingInt(Noted::line));
    return sorted.stream()
        .map(Noted::remark)
        .filter(it -> !refused || it.fate() == Fate.REFUSED)
        .toList();
  }
}
