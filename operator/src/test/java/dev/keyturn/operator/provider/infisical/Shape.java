package dev.keyturn.operator.provider.infisical;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which members an object has, and of which kind each is. */
record Shape(Map<String, Member> members) {

  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    TIME,
    LIST
  }

  /**
   * One member.
   *
   * @param needed whether it is always there; one that is not may be null as well
   * @param entry of what its entries are, for a list of objects
   */
  record Member(Kind kind, boolean needed, Optional<Shape> entry) {}

  static Shape empty() {
    return new Shape(Map.of());
  }

  Shape needs(Kind kind, String... names) {
    return with(new Member(kind, true, Optional.empty()), names);
  }

  Shape may(Kind kind, String... names) {
    return with(new Member(kind, false, Optional.empty()), names);
  }

  Shape needsList(String name, Shape entry) {
    return with(new Member(Kind.LIST, true, Optional.of(entry)), name);
  }

  Shape mayList(String name, Shape entry) {
    return with(new Member(Kind.LIST, false, Optional.of(entry)), name);
  }

  Shape without(String... names) {
    Map<String, Member> left = new LinkedHashMap<>(members);
    left.keySet().removeAll(List.of(names));
    return new Shape(left);
  }

  private Shape with(Member member, String... names) {
    Map<String, Member> more = new LinkedHashMap<>(members);
    for (String name : names) {
      more.put(name, member);
    }
    return new Shape(more);
  }

  /** The parameters of a query as an object, each of the kind that it should be if it can be. */
  ObjectNode typed(Map<String, String> query) {
    ObjectNode object = FakeReply.JSON.createObjectNode();
    query.forEach((name, text) -> {
      Member member = members.get(name);
      if (member != null && member.kind() == Kind.FLAG && text.matches("true|false")) {
        object.set(name, BooleanNode.valueOf(Boolean.parseBoolean(text)));
      } else if (member != null && member.kind() == Kind.NUMBER && text.matches("[0-9]{1,18}")) {
        object.set(name, LongNode.valueOf(Long.parseLong(text)));
      } else {
        object.put(name, text);
      }
    });
    return object;
  }

  /** Names in the object that are none of its members. */
  List<String> unknown(JsonNode object) {
    List<String> unknown = new ArrayList<>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(members.keySet());
    forEachEntry(object, (entry, shape) -> unknown.addAll(shape.unknown(entry)));
    return unknown;
  }

  /** Members that are missing or of another kind. */
  List<String> wrong(JsonNode object) {
    List<String> wrong = new ArrayList<>();
    members.forEach((name, member) -> {
      JsonNode value = object.path(name);
      boolean absent = value.isMissingNode() || value.isNull();
      if (absent ? member.needed() : !isOf(member.kind(), value)) {
        wrong.add(name);
      }
    });
    forEachEntry(object, (entry, shape) -> wrong.addAll(shape.wrong(entry)));
    return wrong;
  }

  /** All that makes the object another one. */
  List<String> differences(JsonNode object) {
    return Stream.concat(
            unknown(object).stream().map(name -> name + " is not known"),
            wrong(object).stream().map(name -> name + " is missing or of another kind"))
        .toList();
  }

  /** Does something with an entry of a list. */
  @FunctionalInterface
  private interface Visitor {
    void visit(JsonNode entry, Shape shape);
  }

  private void forEachEntry(JsonNode object, Visitor visitor) {
    members.forEach((name, member) ->
        member
            .entry()
            .ifPresent(shape -> object.path(name).forEach(entry -> visitor.visit(entry, shape))));
  }

  private static boolean isOf(Kind kind, JsonNode value) {
    return switch (kind) {
      case TEXT -> value.isTextual();
      case NUMBER -> value.isNumber();
      case FLAG -> value.isBoolean();
      case LIST -> value.isArray();
      case TIME -> value.isTextual() && isTime(value.textValue());
    };
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text).isAfter(Instant.EPOCH);
    } catch (DateTimeException noTime) {
      return false;
    }
  }
}
