package dev.keyturn.cli.scan;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.manifest.ManifestDocument;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The workloads of a cluster that nothing else makes: what a person can edit. */
final class ClusterWorkloads {
  private static final long PAGE = 500;
  private static final ObjectMapper TREES = new ObjectMapper();

  /** {@code group/version, Kind, plural}; the last is served only where Argo Rollouts is. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of("apps", "v1", "Deployment", "deployments"),
          List.of("apps", "v1", "StatefulSet", "statefulsets"),
          List.of("apps", "v1", "DaemonSet", "daemonsets"),
          List.of("apps", "v1", "ReplicaSet", "replicasets"),
          List.of("batch", "v1", "CronJob", "cronjobs"),
          List.of("batch", "v1", "Job", "jobs"),
          List.of("", "v1", "Pod", "pods"),
          List.of("argoproj.io", "v1alpha1", "Rollout", "rollouts"));

  private final KubernetesClient client;

  ClusterWorkloads(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Hands each one on, page by page.
   *
   * @param namespace null for all
   * @throws KubernetesClientException when a kind may not be listed
   */
  void forEach(@Nullable String namespace, Consumer<ManifestDocument> consumer) {
    for (List<String> kind : KINDS) {
      ResourceDefinitionContext type =
          new ResourceDefinitionContext.Builder()
              .withGroup(kind.get(0))
              .withVersion(kind.get(1))
              .withKind(kind.get(2))
              .withPlural(kind.get(3))
              .withNamespaced(true)
              .build();
      String next = null;
      do {
        GenericKubernetesResourceList page = page(type, namespace, next);
        if (page == null) {
          break;
        }
        page.getItems().stream()
            .filter(ClusterWorkloads::standsAlone)
            .map(ClusterWorkloads::document)
            .forEach(consumer);
        next = page.getMetadata().getContinue();
      } while (next != null && !next.isEmpty());
    }
  }

  private @Nullable GenericKubernetesResourceList page(
      ResourceDefinitionContext type, @Nullable String namespace, @Nullable String next) {
    var all = client.genericKubernetesResources(type);
    var options = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
    try {
      return namespace == null
          ? all.inAnyNamespace().list(options)
          : all.inNamespace(namespace).list(options);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static boolean standsAlone(GenericKubernetesResource object) {
    return object.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getController)
        .noneMatch(Boolean.TRUE::equals);
  }

  private static ManifestDocument document(GenericKubernetesResource object) {
    ObjectNode content = TREES.valueToTree(object);
    return new ManifestDocument("cluster", content, Map.of());
  }
}
