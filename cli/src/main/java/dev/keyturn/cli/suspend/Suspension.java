package dev.keyturn.cli.suspend;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.cluster.ClusterOptions;
import dev.keyturn.cli.cluster.ObjectKind;
import dev.keyturn.cli.cluster.ObjectReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets {@code suspend} of some syncs, and no other field. */
final class Suspension {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("keyturn")
          .build();

  /** The kinds that can be suspended, with the place of the field. */
  private static final Map<ObjectKind, JsonPointer> FIELDS =
      Map.of(
          ObjectKind.SecretSync, JsonPointer.compile("/spec/suspend"),
          ObjectKind.ClusterSecretSync, JsonPointer.compile("/spec/spec/suspend"));

  private final KubernetesClient client;
  private final ObjectKind kind;
  private final JsonPointer field;
  private final String namespace;

  /**
   * Of the client's namespace.
   *
   * @param kind one that {@link #suits}
   */
  Suspension(KubernetesClient client, ObjectKind kind) {
    this.client = client;
    this.kind = kind;
    this.field = Objects.requireNonNull(FIELDS.get(kind));
    this.namespace = ClusterOptions.namespace(client);
  }

  /** True for a kind that can be suspended. */
  static boolean suits(ObjectKind kind) {
    return FIELDS.containsKey(kind);
  }

  /** The one of a name. */
  List<JsonNode> named(String name) {
    return List.of(new ObjectReader(client).get(new ObjectKind.Named(kind, name), namespace));
  }

  /** Those that a selector of labels chooses, at least one. */
  List<JsonNode> selected(String selector) {
    List<JsonNode> found = new ObjectReader(client).list(kind, Optional.of(namespace), selector);
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.CLUSTER,
          "no " + kind + " has the labels " + selector,
          "kubectl get " + kind.shortName() + inNamespace() + " --show-labels");
    }
    return found;
  }

  /** True where it was changed, false where it was so already. */
  boolean set(JsonNode sync, boolean suspend) {
    if (sync.at(field).asBoolean(false) == suspend) {
      return false;
    }
    var all = client.genericKubernetesResources(kind.context());
    (kind.isNamespaced() ? all.inNamespace(namespace) : all)
        .withName(name(sync))
        .patch(MERGE, patch(suspend));
    return true;
  }

  /** {@code SecretSync shop/db}. */
  String words(JsonNode sync) {
    return kind.title(namespace, name(sync));
  }

  /** The flag that names the namespace, behind a blank; empty for a kind of the cluster. */
  String inNamespace() {
    return kind.isNamespaced() ? " -n " + namespace : "";
  }

  private static String name(JsonNode sync) {
    return sync.at("/metadata/name").asText();
  }

  /** A sync that is not suspended does not have the field, as before it was suspended. */
  private String patch(boolean suspend) {
    String patch = suspend ? "true" : "null";
    for (@Nullable JsonPointer at = field; at != null && !at.matches(); at = at.head()) {
      patch = "{\"" + at.last().getMatchingProperty() + "\":" + patch + "}";
    }
    return patch;
  }
}
