package dev.keyturn.cli.suspend;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.cli.cluster.ClusterOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets {@code spec.suspend} of some syncs, and no other field. */
record Suspension(KubernetesClient client, SyncKind kind) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("keyturn")
          .build();

  /** The one of a name. */
  List<GenericKubernetesResource> named(String name) {
    GenericKubernetesResource found = all().withName(name).get();
    if (found == null) {
      String place = kind.isNamespaced() ? ClusterOptions.namespace(client) + "/" : "";
      throw new CommandFailure(
          ExitStatus.CLUSTER,
          kind + " " + place + name + " does not exist",
          "kubectl get " + kind.shortName() + inNamespace());
    }
    return List.of(found);
  }

  /** Those that a selector of labels chooses, at least one. */
  List<GenericKubernetesResource> selected(String selector) {
    List<GenericKubernetesResource> found = all().withLabelSelector(selector).list().getItems();
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.CLUSTER,
          "no " + kind + " has the labels " + selector,
          "kubectl get " + kind.shortName() + inNamespace() + " --show-labels");
    }
    return found;
  }

  /** True where it was changed, false where it was so already. */
  boolean set(GenericKubernetesResource sync, boolean suspend) {
    JsonNode now = JSON.valueToTree(sync).at(kind.pointer());
    if (now.asBoolean(false) == suspend) {
      return false;
    }
    all().withName(sync.getMetadata().getName()).patch(MERGE, patch(suspend));
    return true;
  }

  /** {@code SecretSync shop/db}. */
  String words(GenericKubernetesResource sync) {
    String place = kind.isNamespaced() ? sync.getMetadata().getNamespace() + "/" : "";
    return kind + " " + place + sync.getMetadata().getName();
  }

  private String inNamespace() {
    return kind.isNamespaced() ? " -n " + ClusterOptions.namespace(client) : "";
  }

  /** A sync that is not suspended does not have the field, as before it was suspended. */
  private String patch(boolean suspend) {
    String patch = suspend ? "true" : "null";
    for (@Nullable JsonPointer at = JsonPointer.compile(kind.pointer());
        at != null && !at.matches();
        at = at.head()) {
      patch = "{\"" + at.last().getMatchingProperty() + "\":" + patch + "}";
    }
    return patch;
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all() {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        everywhere = client.genericKubernetesResources(kind.context());
    return kind.isNamespaced()
        ? everywhere.inNamespace(ClusterOptions.namespace(client))
        : everywhere;
  }
}
