package dev.keyturn.operator.engine.select;

import dev.keyturn.operator.engine.select.PropertyPath.Modifier;
import dev.keyturn.operator.engine.select.PropertyPath.Stage;
import dev.keyturn.operator.engine.select.PropertyPath.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Follows a path down a tree. Each step visits each value below it at most once, so the cost is
 * linear in the payload for a path of bounded length. What is absent stays absent: no modifier
 * makes a value of nothing, although gjson's do.
 */
final class PathEvaluator {
  private final SecretTree tree;

  PathEvaluator(SecretTree tree) {
    this.tree = tree;
  }

  Optional<JsonNode> find(JsonNode node, PropertyPath path) throws Unusable {
    Optional<JsonNode> found = Optional.of(node);
    for (Stage stage : path.stages()) {
      if (found.isEmpty()) {
        return found;
      }
      found = follow(found.get(), stage.steps(), 0);
    }
    return found;
  }

  private Optional<JsonNode> follow(JsonNode node, List<Step> steps, int index) throws Unusable {
    if (index == steps.size()) {
      return Optional.of(node);
    }
    return switch (steps.get(index)) {
      case Step.Name name -> {
        Optional<JsonNode> next = child(node, name);
        yield next.isPresent() ? follow(next.get(), steps, index + 1) : next;
      }
      case Step.Wild(Glob glob) -> wild(node, glob, steps, index);
      case Step.Length() -> length(node);
      case Step.Each(PropertyPath rest) -> each(node, rest);
      case Step.Where where -> where(node, where);
      case Step.Change(Modifier modifier) -> Optional.of(change(node, modifier));
    };
  }

  private static Optional<JsonNode> child(JsonNode node, Step.Name name) {
    return switch (node) {
      case JsonNode.Members object -> Optional.ofNullable(object.byName().get(name.name()));
      case JsonNode.Items(List<JsonNode> items) -> item(items, name.index());
      case JsonNode.Text text -> Optional.empty();
      case JsonNode.Number number -> Optional.empty();
      case JsonNode.Bool bool -> Optional.empty();
      case JsonNode.Null() -> Optional.empty();
    };
  }

  private static Optional<JsonNode> item(List<JsonNode> items, OptionalInt index) {
    return index.isPresent() && index.getAsInt() < items.size()
        ? Optional.of(items.get(index.getAsInt()))
        : Optional.empty();
  }

  private Optional<JsonNode> wild(JsonNode node, Glob glob, List<Step> steps, int index)
      throws Unusable {
    if (node instanceof JsonNode.Members object) {
      for (JsonNode.Member member : object.members()) {
        if (glob.matches(member.name().getBytes(StandardCharsets.UTF_8))) {
          Optional<JsonNode> found = follow(member.value(), steps, index + 1);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** An object may have a member that is named {@code #}. */
  private static Optional<JsonNode> length(JsonNode node) {
    return node instanceof JsonNode.Items(List<JsonNode> items)
        ? Optional.of(number(items.size()))
        : child(node, new Step.Name("#", OptionalInt.empty()));
  }

  private static JsonNode number(int value) {
    return new JsonNode.Number(
        Slice.of(Integer.toString(value).getBytes(StandardCharsets.US_ASCII)));
  }

  private Optional<JsonNode> each(JsonNode node, PropertyPath rest) throws Unusable {
    if (!(node instanceof JsonNode.Items(List<JsonNode> items))) {
      return Optional.empty();
    }
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : items) {
      find(item, rest).ifPresent(found::add);
    }
    return Optional.of(new JsonNode.Items(found));
  }

  private Optional<JsonNode> where(JsonNode node, Step.Where where) throws Unusable {
    if (!(node instanceof JsonNode.Items(List<JsonNode> items))) {
      return Optional.empty();
    }
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : items) {
      if (meets(item, where.condition())) {
        Optional<JsonNode> result = find(item, where.rest());
        if (!where.all()) {
          return result;
        }
        result.ifPresent(found::add);
      }
    }
    return where.all() ? Optional.of(new JsonNode.Items(found)) : Optional.empty();
  }

  private boolean meets(JsonNode item, Condition condition) throws Unusable {
    Optional<JsonNode> compared = compared(item, condition.path());
    return compared.isPresent()
        && (condition.test().isEmpty() || condition.test().get().holds(compared.get()));
  }

  /** A path leads into arrays and objects alone, no path to everything else alone. */
  private Optional<JsonNode> compared(JsonNode item, PropertyPath path) throws Unusable {
    boolean container =
        switch (item) {
          case JsonNode.Members object -> true;
          case JsonNode.Items items -> true;
          case JsonNode.Text text -> false;
          case JsonNode.Number number -> false;
          case JsonNode.Bool bool -> false;
          case JsonNode.Null() -> false;
        };
    return container == path.isEmpty() ? Optional.empty() : find(item, path);
  }

  private JsonNode change(JsonNode node, Modifier modifier) throws Unusable {
    return switch (modifier) {
      case THIS, UGLY -> node;
      case KEYS -> Modifiers.keys(node);
      case VALUES -> Modifiers.values(node);
      case REVERSE -> Modifiers.reverse(node);
      case FLATTEN -> Modifiers.flatten(node);
      case TOSTR -> toText(node);
      case FROMSTR -> fromText(node);
    };
  }

  /** Each round can double the size, and a path has room for seventy. */
  private JsonNode toText(JsonNode node) throws Unusable {
    if (JsonWriter.size(node) > StrictJson.MAX_BYTES / 2) {
      throw new Unusable(Problem.TOO_LARGE);
    }
    byte[] spelling = tree.keep(JsonWriter.compact(node));
    return new JsonNode.Text(Slice.of(tree.keep(JsonText.encode(spelling))));
  }

  private JsonNode fromText(JsonNode node) throws Unusable {
    return node instanceof JsonNode.Text(Slice spelling)
        ? StrictJson.parse(tree.keep(JsonText.decode(spelling)))
        : node;
  }
}
