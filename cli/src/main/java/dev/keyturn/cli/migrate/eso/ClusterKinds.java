package dev.keyturn.cli.migrate.eso;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.migrate.translation.Manifests;
import dev.keyturn.operator.engine.plan.ReservedMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** ClusterExternalSecrets and ClusterPushSecrets become ClusterSecretSyncs. */
final class ClusterKinds {
  /** Kubernetes sets this label on every namespace. */
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private final Syncs syncs;
  private final Pushes pushes;

  ClusterKinds(Syncs syncs, Pushes pushes) {
    this.syncs = syncs;
    this.pushes = pushes;
  }

  ObjectNode translate(Origin origin) {
    boolean pushing = origin.kind().equals("ClusterPushSecret");
    ObjectNode manifest = Manifests.keyturn("ClusterSecretSync", origin.name(), null);
    Metadata.copy(origin.root().member("metadata"), manifest);
    ObjectNode spec = manifest.putObject("spec");
    Field from = origin.spec();
    namespaces(from, spec);
    String form = pushing ? "push" : "external";
    Field name = from.member(form + "SecretName");
    if (name.isThere()) {
      spec.put("name", name.text(""));
      name.translated("name");
    }
    metadata(from.member(form + "SecretMetadata"), spec);
    Field refresh = from.member("refreshTime");
    if (refresh.isThere()) {
      refresh.unneeded("namespaces are watched");
    }
    Field inner = from.member(form + "SecretSpec");
    Owner owner = new Owner(null, name.text(origin.name()), true);
    if (pushing) {
      pushes.write(inner, spec.putObject("spec"), owner);
    } else {
      syncs.write(inner, spec.putObject("spec"), owner);
    }
    inner.translated("spec");
    from.cover();
    return manifest;
  }

  private static void namespaces(Field from, ObjectNode spec) {
    Field one = from.member("namespaceSelector");
    Field several = from.member("namespaceSelectors");
    Field names = from.member("namespaces");
    List<JsonNode> selectors = new ArrayList<>();
    if (one.isWritten()) {
      selectors.add(one.value());
    }
    several.elements().forEach(it -> selectors.add(it.value()));
    if (selectors.isEmpty() && names.isThere()) {
      spec.set("namespaces", names.value());
      return;
    }
    if (names.isThere()) {
      selectors.add(byName(names.texts()));
    }
    ObjectNode selector =
        selectors.size() == 1 ? (ObjectNode) selectors.getFirst() : merged(selectors);
    if (selector == null) {
      Field at = several.isThere() ? several : names.isThere() ? names : from;
      at.refused("one selector chooses the namespaces: write a ClusterSecretSync for each");
      return;
    }
    spec.set("namespaceSelector", selector);
    for (Field at : List.of(several, names)) {
      if (at.isThere()) {
        at.translated("namespaceSelector");
      }
    }
  }

  private static ObjectNode byName(List<String> names) {
    ObjectNode selector = JsonNodeFactory.instance.objectNode();
    ArrayNode values =
        selector
            .putArray("matchExpressions")
            .addObject()
            .put("key", NAME_LABEL)
            .put("operator", "In")
            .putArray("values");
    names.forEach(values::add);
    return selector;
  }

  /** Selectors that each want one value of the same label; null of others, or of none. */
  private static @Nullable ObjectNode merged(List<JsonNode> selectors) {
    String key = "";
    List<String> values = new ArrayList<>();
    for (JsonNode selector : selectors) {
      JsonNode labels = selector.path("matchLabels");
      JsonNode expressions = selector.path("matchExpressions");
      String own;
      if (labels.size() == 1 && expressions.isEmpty()) {
        Map.Entry<String, JsonNode> label = labels.properties().iterator().next();
        own = label.getKey();
        values.add(label.getValue().asText());
      } else if (labels.isEmpty()
          && expressions.size() == 1
          && expressions.path(0).path("operator").asText().equals("In")) {
        own = expressions.path(0).path("key").asText();
        expressions.path(0).path("values").forEach(it -> values.add(it.asText()));
      } else {
        return null;
      }
      if (!key.isEmpty() && !key.equals(own)) {
        return null;
      }
      key = own;
    }
    if (key.isEmpty()) {
      return null;
    }
    ObjectNode selector = byName(values.stream().distinct().toList());
    ((ObjectNode) selector.at("/matchExpressions/0")).put("key", key);
    return selector;
  }

  private static void metadata(Field from, ObjectNode spec) {
    if (!from.isThere()) {
      return;
    }
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    for (String name : new String[] {"labels", "annotations"}) {
      Field map = from.member(name);
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      for (String key : map.names()) {
        Field text = map.member(key);
        if (ReservedMetadata.first(new TreeMap<>(Map.of(key, text.text(""))), new TreeMap<>())
            .isPresent()) {
          text.check("tools act by it: it is not set");
        } else {
          kept.put(key, text.text(""));
        }
      }
      if (!kept.isEmpty()) {
        metadata.set(name, kept);
      }
    }
    if (!metadata.isEmpty()) {
      spec.set("metadata", metadata);
    }
    from.translated("metadata");
  }
}
