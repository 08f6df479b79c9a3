package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Labels and annotations of the objects themselves. */
final class Metadata {
  private static final Set<String> IDENTITY = Set.of("name", "namespace");

  /** Of tools that look after the object by what they wrote on it. */
  private static final List<String> OF_OTHERS =
      List.of(
          "kubectl.kubernetes.io/",
          "meta.helm.sh/",
          "argocd.argoproj.io/tracking-id",
          "external-secrets.io/",
          "reconcile.external-secrets.io/",
          "force-sync");

  private Metadata() {}

  static void copy(Field from, ObjectNode manifest) {
    ObjectNode ours = (ObjectNode) manifest.path("metadata");
    for (String name : from.names()) {
      Field member = from.member(name);
      switch (name) {
        case "labels", "annotations" -> copy(member, name, ours);
        case "finalizers" ->
            member.unneeded("take it off before the object is deleted, once the operator is gone");
        case "ownerReferences" -> member.unneeded("the owner's own translation takes its place");
        default -> {
          if (!IDENTITY.contains(name)) {
            member.unneeded("the server sets it");
          }
        }
      }
    }
    Field status = from.origin().root().member("status");
    if (status.isThere()) {
      status.unneeded("ours has a status of its own");
    }
    for (String name : new String[] {"apiVersion", "kind"}) {
      from.origin().root().member(name).skip();
    }
  }

  private static void copy(Field from, String name, ObjectNode ours) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> each : from.value().properties()) {
      if (OF_OTHERS.stream().noneMatch(each.getKey()::startsWith)) {
        kept.set(each.getKey(), each.getValue());
      }
    }
    if (!from.isThere()) {
      return;
    }
    if (kept.isEmpty()) {
      from.unneeded("tools wrote it on this object");
    } else {
      ours.set(name, kept);
      from.translated("of our object");
    }
  }
}
