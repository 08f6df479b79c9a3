package dev.keyturn.operator.kube.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of the Secrets that a pod uses in env, envFrom or a volume. Pull secrets are not among
 * them: a running container has no use for a new one.
 */
public final class PodSecrets {
  private final Set<String> names = new TreeSet<>();

  private PodSecrets() {}

  /** Of the {@code spec} of a pod template. */
  public static Set<String> of(JsonNode podSpec) {
    PodSecrets secrets = new PodSecrets();
    podSpec.path("containers").forEach(secrets::addContainer);
    podSpec.path("initContainers").forEach(secrets::addContainer);
    podSpec.path("volumes").forEach(secrets::addVolume);
    return Set.copyOf(secrets.names);
  }

  private void addContainer(JsonNode container) {
    container.path("env").forEach(env -> add(env.at("/valueFrom/secretKeyRef/name")));
    container.path("envFrom").forEach(source -> add(source.at("/secretRef/name")));
  }

  private void addVolume(JsonNode volume) {
    add(volume.at("/secret/secretName"));
    volume.at("/projected/sources").forEach(source -> add(source.at("/secret/name")));
  }

  private void add(JsonNode name) {
    if (name.isTextual()) {
      names.add(name.textValue());
    }
  }
}
