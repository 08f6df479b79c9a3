package dev.keyturn.devcluster.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.failure.ApiException;
import dev.keyturn.devcluster.failure.Cause;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind;
import dev.keyturn.devcluster.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps {@code managedFields} on every write and merges applies. Stateless. */
public final class FieldOwnership {
  /** Fields nobody owns. */
  private static final List<List<String>> UNOWNED =
      List.of(
          List.of("f:apiVersion"),
          List.of("f:kind"),
          List.of("f:metadata", "f:name"),
          List.of("f:metadata", "f:namespace"),
          List.of("f:metadata", "f:creationTimestamp"),
          List.of("f:metadata", "f:selfLink"),
          List.of("f:metadata", "f:uid"),
          List.of("f:metadata", "f:generation"),
          List.of("f:metadata", "f:deletionTimestamp"),
          List.of("f:metadata", "f:deletionGracePeriodSeconds"),
          List.of("f:metadata", "f:managedFields"),
          List.of("f:metadata", "f:resourceVersion"));

  /**
   * One write.
   *
   * @param subresource empty, or {@code status}
   * @param now RFC 3339
   */
  public record Writer(String manager, String subresource, String now) {}

  /**
   * Notes who owns what after a create, an update or a patch that is no apply.
   *
   * @param live the object before; null when it is created
   * @param desired the object after, with metadata of its own; its managedFields are replaced
   */
  public void update(
      @Nullable ObjectNode live, ObjectNode desired, ResourceKind kind, Writer writer) {
    Manager manager =
        new Manager(
            writer.manager(), Manager.Operation.UPDATE, kind.apiVersion(), writer.subresource());
    Managers managers = managersOf(live, desired);
    TypedValue.Comparison difference =
        TypedValue.compare(live == null ? skeleton(kind) : live, desired, kind.schema());
    for (Manager other : managers.others(manager)) {
      managers.take(other, difference.written().union(difference.removed()));
    }
    FieldSet before = managers.fields(manager);
    FieldSet written = owned(difference.written(), kind, writer.subresource());
    FieldSet after = before.minus(difference.removed()).union(written);
    boolean same = written.isEmpty() && after.equals(before);
    managers.set(manager, after, same ? managers.ownership(manager).time() : writer.now());
    managers.writeTo(desired);
  }

  /** A client may rewrite managedFields (csaupgrade does); an empty list there resets them. */
  private static Managers managersOf(@Nullable ObjectNode live, ObjectNode desired) {
    boolean given = Json.at(desired, "metadata", "managedFields") != null;
    if (live != null && !given) {
      return Managers.of(live);
    }
    return live == null ? new Managers() : Managers.of(desired);
  }

  /**
   * Lays an applied configuration over the live object.
   *
   * @param live the object before; null when the apply creates it
   * @return the object after, with managedFields
   * @throws ApiException 409 with the conflicts when others own changed fields and force is off
   */
  public ObjectNode apply(
      @Nullable ObjectNode live,
      ObjectNode config,
      ResourceKind kind,
      Writer writer,
      boolean force) {
    Manager manager =
        new Manager(
            writer.manager(), Manager.Operation.APPLY, kind.apiVersion(), writer.subresource());
    ObjectNode base = live == null ? skeleton(kind) : live;
    Schema schema = kind.schema();
    Managers managers = live == null ? new Managers() : Managers.of(live);
    FieldSet claimed = owned(TypedValue.fields(config, schema), kind, writer.subresource());
    FieldSet before = managers.fields(manager);
    ObjectNode merged = (ObjectNode) TypedValue.merge(base, config, schema);
    FieldSet kept = claimed.union(managers.fieldsOfOthers(manager));
    if (TypedValue.remove(merged, schema, before.minus(claimed), kept) instanceof ObjectNode left) {
      merged = Json.withOwnField(left, "metadata");
    }
    TypedValue.Comparison difference = TypedValue.compare(base, merged, schema);
    settle(managers, manager, difference, force);
    boolean same = before.equals(claimed) && owned(difference.written(), kind, "").isEmpty();
    managers.set(manager, claimed, same ? managers.ownership(manager).time() : writer.now());
    managers.writeTo(merged);
    return merged;
  }

  private static void settle(
      Managers managers, Manager manager, TypedValue.Comparison difference, boolean force) {
    Map<Manager, FieldSet> conflicts = new TreeMap<>(Manager.ORDER);
    for (Manager other : managers.others(manager)) {
      FieldSet common = managers.fields(other).intersect(difference.written());
      if (!common.isEmpty()) {
        conflicts.put(other, common);
      }
    }
    if (!conflicts.isEmpty() && !force) {
      throw refusal(conflicts);
    }
    conflicts.forEach(managers::take);
    for (Manager other : managers.others(manager)) {
      managers.take(other, difference.removed());
    }
  }

  private static ApiException refusal(Map<Manager, FieldSet> conflicts) {
    List<Cause> causes = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    conflicts.forEach((manager, fields) -> {
      String name = printed(manager);
      List<String> paths = new ArrayList<>();
      fields.paths("", paths);
      paths.forEach(
          path -> causes.add(new Cause("FieldManagerConflict", "conflict with " + name, path)));
      lines.add("conflicts with %s:\n- %s".formatted(name, String.join("\n- ", paths)));
    });
    if (causes.size() == 1) {
      Cause only = causes.getFirst();
      return ApiException.applyConflict(
          "Apply failed with 1 conflict: %s: %s".formatted(only.message(), only.field()), causes);
    }
    return ApiException.applyConflict(
        "Apply failed with %d conflicts: %s".formatted(causes.size(), String.join("\n", lines)),
        causes);
  }

  private static String printed(Manager manager) {
    String name = "\"" + manager.name() + "\"";
    if (!manager.subresource().isEmpty()) {
      name += " with subresource \"" + manager.subresource() + "\"";
    }
    return switch (manager.operation()) {
      case APPLY -> name;
      case UPDATE -> name + " using " + manager.apiVersion();
    };
  }

  private static FieldSet owned(FieldSet fields, ResourceKind kind, String subresource) {
    FieldSet result = fields.withoutNode("f:metadata");
    for (List<String> path : UNOWNED) {
      result = result.without(path);
    }
    if (kind.rules() == ResourceKind.Rules.NAMESPACE) {
      result = result.without(List.of("f:spec"));
    }
    if (!kind.custom()) {
      result = result.withoutNode("f:spec").withoutNode("f:status");
    }
    if (subresource.isEmpty()) {
      return kind.hasStatus() ? result.without(List.of("f:status")) : result;
    }
    return result.without(List.of("f:spec")).without(List.of("f:metadata"));
  }

  /** What exists of an object before its creation: never owned by the creator. */
  private static ObjectNode skeleton(ResourceKind kind) {
    ObjectNode skeleton = Json.object();
    skeleton.put("apiVersion", kind.apiVersion()).put("kind", kind.kind()).putObject("metadata");
    return skeleton;
  }
}
