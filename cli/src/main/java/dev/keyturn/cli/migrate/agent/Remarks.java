package dev.keyturn.cli.migrate.agent;

import dev.keyturn.cli.migrate.translation.Fate;
import dev.keyturn.cli.migrate.translation.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what becomes of the annotations of one pod; of each at least one remark comes out. */
final class Remarks {
  private final AgentPod pod;
  private final Map<String, List<Remark>> own = new LinkedHashMap<>();

  Remarks(AgentPod pod) {
    this.pod = pod;
  }

  void translated(String annotation, String text) {
    add(annotation, Fate.TRANSLATED, text);
  }

  void unneeded(String annotation, String text) {
    add(annotation, Fate.UNNEEDED, text);
  }

  void check(String annotation, String text) {
    add(annotation, Fate.CHECK, text);
  }

  void refused(String annotation, String text) {
    add(annotation, Fate.REFUSED, text);
  }

  private void add(String annotation, Fate fate, String text) {
    own.computeIfAbsent(annotation, _ -> new ArrayList<>())
        .add(new Remark(pod.location(annotation), annotation, fate, text));
  }

  boolean isRefused() {
    return own.values().stream()
        .flatMap(List::stream)
        .anyMatch(remark -> remark.fate() == Fate.REFUSED);
  }

  /** Of every annotation, in their order; what nobody spoke of becomes what mostly does. */
  List<Remark> all() {
    List<Remark> all = new ArrayList<>();
    Map<String, List<Remark>> rest = new LinkedHashMap<>(own);
    for (String annotation : pod.annotations().keySet()) {
      List<Remark> spoken = rest.remove(annotation);
      all.addAll(spoken == null ? List.of(usual(annotation)) : spoken);
    }
    rest.values().forEach(all::addAll);
    return all;
  }

  private Remark usual(String annotation) {
    return AgentAnnotation.of(annotation)
        .map(
            known -> new Remark(pod.location(annotation), annotation, known.fate(), shortly(known)))
        .orElseGet(() ->
            new Remark(
                pod.location(annotation),
                annotation,
                Fate.CHECK,
                "the injector has no such annotation; it stays"));
  }

  /** A translation's conditions are for the manual. */
  private static String shortly(AgentAnnotation annotation) {
    String text = annotation.becomes().replace("`", "");
    int conditions = annotation.fate() == Fate.TRANSLATED ? text.indexOf("; ") : -1;
    return conditions < 0 ? text : text.substring(0, conditions);
  }
}
