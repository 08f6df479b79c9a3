package dev.keyturn.cli.migrate.translation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects what becomes of the fields of one object; of each at least one remark comes out. */
public final class FieldRemarks {
  private record Placed(int line, Remark remark) {}

  /** Before a member or an item, but not before a dot of a name. */
  private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\)(?:\\.|(?=\\[))");

  private final ManifestDocument document;
  private final Map<String, KnownField> known = new LinkedHashMap<>();
  private final Map<String, List<Placed>> own = new LinkedHashMap<>();

  /**
   * @param known what mostly becomes of its fields; of others it is said that nobody knows them
   */
  public FieldRemarks(ManifestDocument document, List<KnownField> known) {
    this.document = document;
    known.forEach(field -> this.known.put(field.path(), field));
  }

  /**
   * Says what becomes of a field, in place of what mostly does. Where it is not needed, nothing is
   * that stands below it.
   *
   * @param path as {@code spec.restart[0].kind}; empty for the object itself. It need not be there.
   */
  public void add(String path, Fate fate, String text) {
    List<Placed> spoken = own.computeIfAbsent(path, _ -> new ArrayList<>());
    Placed placed = placed(path, fate, text);
    if (!spoken.contains(placed)) {
      spoken.add(placed);
    }
  }

  public void translated(String path, String text) {
    add(path, Fate.TRANSLATED, text);
  }

  public void unneeded(String path, String text) {
    add(path, Fate.UNNEEDED, text);
  }

  public void check(String path, String text) {
    add(path, Fate.CHECK, text);
  }

  public void refused(String path, String text) {
    add(path, Fate.REFUSED, text);
  }

  /** Whether something was said of this field in particular. */
  public boolean hasSpoken(String path) {
    return own.containsKey(path);
  }

  /** Whether the object cannot be translated. */
  public boolean isRefused() {
    return own.values().stream()
        .flatMap(List::stream)
        .anyMatch(it -> it.remark().fate() == Fate.REFUSED);
  }

  /** Of all fields below {@code spec} and of the labels and annotations, by line. */
  public List<Remark> all() {
    List<Placed> all = new ArrayList<>();
    Map<String, List<Placed>> rest = new LinkedHashMap<>(own);
    for (String path : new String[] {"metadata.labels", "metadata.annotations", "spec"}) {
      JsonNode node = document.content().at(pointer(path));
      if (!node.isMissingNode()) {
        visit(path, node, rest, all);
      }
    }
    rest.values().forEach(all::addAll);
    return all.stream().sorted(Comparator.comparingInt(Placed::line)).map(Placed::remark).toList();
  }

  private void visit(String path, JsonNode node, Map<String, List<Placed>> rest, List<Placed> all) {
    List<Placed> spoken = rest.remove(path);
    if (spoken != null) {
      all.addAll(spoken);
      if (spoken.stream().anyMatch(it -> it.remark().fate() == Fate.UNNEEDED)) {
        return;
      }
    }
    KnownField field = known.get(path.replaceAll("\\[[0-9]+]", "[]"));
    if (field != null) {
      boolean below = rest.keySet().stream().anyMatch(it -> isBelow(it, path));
      if (!below && spoken == null) {
        all.add(placed(path, field.fate(), field.becomes().replace("`", "")));
      }
      return;
    }
    if (node.isEmpty() && spoken == null) {
      all.add(placed(path, Fate.CHECK, "no such field is known, so nothing becomes of it"));
    }
    node.properties().forEach(it -> visit(member(path, it.getKey()), it.getValue(), rest, all));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      visit(path + "[" + i + "]", node.get(i), rest, all);
    }
  }

  private static boolean isBelow(String path, String above) {
    return path.startsWith(above + ".") || path.startsWith(above + "[");
  }

  private Placed placed(String path, Fate fate, String text) {
    int line = document.line(pointer(path));
    String subject = path.isEmpty() ? document.kind() : path.replaceFirst("^spec\\.", "");
    subject = subject.replace("\\", "");
    return new Placed(line, new Remark(document.file() + ":" + line, subject, fate, text));
  }

  /** The path of a member, whose name may have dots. */
  public static String member(String path, String name) {
    return path + "." + name.replaceAll("[.\\[]", "\\\\$0");
  }

  private static String pointer(String path) {
    String pointer = "";
    for (String member : path.isEmpty() ? new String[0] : SEPARATOR.split(path, -1)) {
      String plain =
          member.startsWith("[")
              ? member.substring(1, member.length() - 1)
              : member.replace("\\", "");
      pointer = ManifestDocument.member(pointer, plain);
    }
    return pointer;
  }
}
