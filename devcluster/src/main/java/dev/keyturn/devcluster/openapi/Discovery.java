package dev.keyturn.devcluster.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.kind.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The discovery documents: which groups, versions and resources are served. */
public final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** Kinds that are only asked and never stored, by group. */
  private static final List<Review> REVIEWS =
      List.of(
          new Review("authentication.k8s.io", "tokenreviews", "TokenReview"),
          new Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
          new Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
          new Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
          new Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"));

  private final KindCatalog catalog;

  public Discovery(KindCatalog catalog) {
    this.catalog = catalog;
  }

  private record Review(String group, String plural, String kind) {}

  private SortedMap<String, SortedSet<String>> versionsByGroup() {
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
    for (ResourceKind kind : catalog.all()) {
      groups.computeIfAbsent(kind.group(), group -> new TreeSet<>()).add(kind.version());
    }
    for (Review review : REVIEWS) {
      groups.computeIfAbsent(review.group(), group -> new TreeSet<>()).add("v1");
    }
    return groups;
  }

  public ObjectNode coreVersions() {
    ObjectNode node = Json.object().put("kind", "APIVersions");
    node.putArray("versions").add("v1");
    return node;
  }

  public ObjectNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    versionsByGroup()
        .forEach((group, versions) -> {
          if (!group.isEmpty()) {
            groups.add(group(group, versions));
          }
        });
    return list;
  }

  public Optional<ObjectNode> group(String group) {
    return Optional.ofNullable(versionsByGroup().get(group))
        .map(versions -> group(group, versions).put("kind", "APIGroup").put("apiVersion", "v1"));
  }

  private static ObjectNode group(String group, SortedSet<String> versions) {
    ObjectNode node = Json.object().put("name", group);
    ArrayNode array = node.putArray("versions");
    for (String version : versions) {
      array.addObject().put("groupVersion", group + "/" + version).put("version", version);
    }
    String preferred = versions.contains("v1") ? "v1" : versions.last();
    node.putObject("preferredVersion")
        .put("groupVersion", group + "/" + preferred)
        .put("version", preferred);
    return node;
  }

  /** The resources of one version; empty when it is not served. */
  public Optional<ObjectNode> resources(String group, String version) {
    SortedSet<String> versions = versionsByGroup().get(group);
    if (versions == null || !versions.contains(version)) {
      return Optional.empty();
    }
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = list.putArray("resources");
    for (ResourceKind kind : catalog.all()) {
      if (kind.group().equals(group) && kind.version().equals(version)) {
        describe(resources, kind);
      }
    }
    for (Review review : REVIEWS) {
      if (review.group().equals(group)) {
        resource(resources, review.plural(), "", false, review.kind(), List.of("create"));
      }
    }
    return Optional.of(list);
  }

  private static void describe(ArrayNode resources, ResourceKind kind) {
    ObjectNode node =
        resource(resources, kind.plural(), kind.singular(), kind.namespaced(), kind.kind(), VERBS);
    if (!kind.shortNames().isEmpty()) {
      node.set("shortNames", Json.strings(kind.shortNames()));
    }
    if (!kind.categories().isEmpty()) {
      node.set("categories", Json.strings(kind.categories()));
    }
    if (kind.hasStatus()) {
      resource(
          resources,
          kind.plural() + "/status",
          "",
          kind.namespaced(),
          kind.kind(),
          List.of("get", "patch", "update"));
    }
    if (kind.plural().equals("serviceaccounts")) {
      resource(resources, "serviceaccounts/token", "", true, "TokenRequest", List.of("create"))
          .put("group", "authentication.k8s.io")
          .put("version", "v1");
    }
  }

  private static ObjectNode resource(
      ArrayNode resources,
      String name,
      String singular,
      boolean namespaced,
      String kind,
      List<String> verbs) {
    ObjectNode node =
        resources
            .addObject()
            .put("name", name)
            .put("singularName", singular)
            .put("namespaced", namespaced)
            .put("kind", kind);
    node.set("verbs", Json.strings(verbs));
    return node;
  }
}
