package dev.keyturn.cli.lint;

import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what the rules find. */
final class Findings {
  private final List<Finding> list = new ArrayList<>();

  /**
   * Adds one.
   *
   * @param pointer JSON pointer of the field that it is about
   */
  void add(ManifestDocument at, String pointer, Rule rule, String text) {
    list.add(new Finding(at.file(), at.line(pointer), rule, text));
  }

  boolean has(Rule rule, ManifestDocument at, String pointer) {
    int line = at.line(pointer);
    return list.stream()
        .anyMatch(it -> it.rule() == rule && it.file().equals(at.file()) && it.line() == line);
  }

  int size() {
    return list.size();
  }

  /** In the order of files as first found, then lines. */
  List<Finding> sorted() {
    List<String> files = list.stream().map(Finding::file).distinct().toList();
    return list.stream()
        .sorted(
            Comparator.comparingInt((Finding it) -> files.indexOf(it.file()))
                .thenComparingInt(Finding::line)
                .thenComparing(Finding::rule))
        .distinct()
        .toList();
  }
}
