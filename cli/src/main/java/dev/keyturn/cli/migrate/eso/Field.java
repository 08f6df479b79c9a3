package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import dev.keyturn.cli.migrate.translation.Fate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in an object of External Secrets. It remembers which of its members were asked for, so
 * that none is dropped in silence: {@link #close} reports the others.
 */
final class Field {
  private final Origin origin;
  private final String pointer;
  private final String path;
  private final JsonNode node;
  private final Map<String, Field> members = new LinkedHashMap<>();

  /** Dealt with as a whole: nobody asks for its members. */
  private boolean whole;

  Field(Origin origin, String pointer, String path, JsonNode node) {
    this.origin = origin;
    this.pointer = pointer;
    this.path = path;
    this.node = node;
  }

  String pointer() {
    return pointer;
  }

  /** As people write it: {@code spec.data[0].remoteRef}. */
  String path() {
    return path;
  }

  Origin origin() {
    return origin;
  }

  /** False for what is absent, null, or an empty object, list or text. */
  boolean isThere() {
    return !(node.isMissingNode()
        || node.isNull()
        || (node.isContainerNode() && node.isEmpty())
        || (node.isTextual() && node.textValue().isEmpty()));
  }

  /** False where it does not stand in the manifest at all, not even empty. */
  boolean isWritten() {
    return !node.isMissingNode() && !node.isNull();
  }

  Field member(String name) {
    return members.computeIfAbsent(
        name,
        it ->
            new Field(
                origin,
                ManifestDocument.member(pointer, it),
                path.isEmpty() ? it : path + "." + it,
                node.path(it)));
  }

  /** The members that stand there. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  List<Field> elements() {
    List<Field> elements = new ArrayList<>();
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      JsonNode element = node.path(i);
      elements.add(
          members.computeIfAbsent(
              Integer.toString(i),
              it -> new Field(origin, pointer + "/" + it, path + "[" + it + "]", element)));
    }
    return elements;
  }

  /** Of a scalar; null where there is none. */
  @Nullable String text() {
    return isThere() && node.isValueNode() ? node.asText() : null;
  }

  String text(String otherwise) {
    String text = text();
    return text == null ? otherwise : text;
  }

  long number(long otherwise) {
    return node.asLong(otherwise);
  }

  boolean is(String text) {
    return text.equals(text());
  }

  boolean isTrue() {
    return node.asBoolean();
  }

  /** All of it, as it is written. */
  JsonNode value() {
    whole = true;
    return node.isMissingNode() ? MissingNode.getInstance() : node.deepCopy();
  }

  /** It says nothing that ours would have to say. */
  void skip() {
    whole = true;
  }

  List<String> texts() {
    whole = true;
    List<String> texts = new ArrayList<>();
    node.forEach(it -> texts.add(it.asText()));
    return texts;
  }

  /** Members that are called the same in ours. */
  void copy(ObjectNode into, String... names) {
    for (String name : names) {
      copyAs(into, name, name);
    }
  }

  void copyAs(ObjectNode into, String name, String ours) {
    Field from = member(name);
    if (from.isThere()) {
      into.set(ours, from.value());
    }
  }

  /** As {@link #copy}, but for values that both take for granted. */
  void copyUnless(ObjectNode into, String name, String usual) {
    if (!member(name).is(usual)) {
      copy(into, name);
    }
  }

  void translated(String text) {
    origin.say(this, Fate.TRANSLATED, text);
  }

  void unneeded(String text) {
    whole = true;
    origin.say(this, Fate.UNNEEDED, text);
  }

  void check(String text) {
    whole = whole || members.isEmpty();
    origin.say(this, Fate.CHECK, text);
  }

  void refused(String text) {
    whole = true;
    origin.say(this, Fate.REFUSED, text);
  }

  boolean isRefused() {
    return origin.isRefused(this);
  }

  /** Says of each member that was asked for, and of which nobody spoke, that it is translated. */
  void cover() {
    for (Field member : List.copyOf(members.values())) {
      if (member.isThere() && !origin.isSpokenOf(member)) {
        member.translated("the same field");
      }
    }
  }

  /** Reports what nobody asked for. */
  void close() {
    if (whole) {
      return;
    }
    for (String name : names()) {
      Field known = members.get(name);
      if (known == null) {
        Field unknown = member(name);
        if (unknown.isThere()) {
          unknown.check("the field is not known here: it is left out");
        }
      } else {
        known.close();
      }
    }
    if (node.isArray()) {
      elements().forEach(Field::close);
    }
  }
}
