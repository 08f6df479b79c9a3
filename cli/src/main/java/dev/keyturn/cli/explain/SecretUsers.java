package dev.keyturn.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.cluster.ObjectReader;
import dev.keyturn.operator.kube.workload.PodSecrets;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who uses a Secret in env, envFrom or a volume. */
final class SecretUsers {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("apps", "Deployment", "/spec/template/spec"),
          new Kind("apps", "StatefulSet", "/spec/template/spec"),
          new Kind("apps", "DaemonSet", "/spec/template/spec"),
          new Kind("batch", "CronJob", "/spec/jobTemplate/spec/template/spec"));

  private final ObjectReader objects;

  SecretUsers(ObjectReader objects) {
    this.objects = objects;
  }

  /**
   * The workloads of a namespace that use the Secret, as {@code Deployment/web}; those that the
   * caller may not list are left out.
   */
  List<String> of(String namespace, String secret) {
    List<String> users = new ArrayList<>();
    for (Kind kind : KINDS) {
      for (JsonNode workload : list(kind, namespace)) {
        if (PodSecrets.of(workload.at(kind.podSpec)).contains(secret)) {
          users.add(kind.name + "/" + workload.at("/metadata/name").asText());
        }
      }
    }
    return users;
  }

  private List<JsonNode> list(Kind kind, String namespace) {
    try {
      return objects.list(kind.context(), Optional.of(namespace), "");
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return List.of();
    }
  }

  private record Kind(String group, String name, String podSpec) {
    ResourceDefinitionContext context() {
      return new ResourceDefinitionContext.Builder()
          .withGroup(group)
          .withVersion("v1")
          .withKind(name)
          .withPlural(name.toLowerCase(Locale.ROOT) + "s")
          .withNamespaced(true)
          .build();
    }
  }
}
