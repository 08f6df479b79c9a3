package dev.keyturn.cli.migrate.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workload with the Secret as its volume, in place of the annotations. */
final class MountedPod {
  private static final String VOLUME = "vault-secrets";

  private final AgentPod pod;
  private final Remarks remarks;
  private final Map<String, List<AgentFile>> folders = new LinkedHashMap<>();

  MountedPod(AgentPod pod, List<AgentFile> files, Remarks remarks) {
    this.pod = pod;
    this.remarks = remarks;
    files.forEach(file -> folders.computeIfAbsent(file.folder(), _ -> new ArrayList<>()).add(file));
  }

  /** Remarks what stands in the way. */
  void check() {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode container : containers(pod.spec())) {
      names.add(container.path("name").asText());
      for (JsonNode mount : container.path("volumeMounts")) {
        if (folders.containsKey(mount.path("mountPath").asText())) {
          remarks.refused(
              AgentAnnotation.AGENT_INJECT.key(),
              "container %s has a volume at %s already"
                  .formatted(container.path("name").asText(), mount.path("mountPath").asText()));
        }
      }
    }
    for (String name : chosen()) {
      if (!names.contains(name)) {
        remarks.check(AgentAnnotation.CONTAINERS.key(), "there is no container " + name);
      }
    }
  }

  /**
   * A copy of the workload.
   *
   * @param secret the name of the Secret
   */
  ObjectNode write(String secret) {
    ObjectNode workload = pod.document().content().deepCopy();
    removeAnnotations((ObjectNode) workload.at(pod.place() + "/metadata"));
    ObjectNode spec = (ObjectNode) workload.at(pod.place() + "/spec");
    Map<String, String> volumes = new LinkedHashMap<>();
    for (Map.Entry<String, List<AgentFile>> folder : folders.entrySet()) {
      String name = freeName(spec);
      volumes.put(name, folder.getKey());
      volume(array(spec, "volumes").addObject(), name, secret, folder.getValue());
    }
    for (JsonNode container : containers(spec)) {
      ArrayNode mounts = array((ObjectNode) container, "volumeMounts");
      volumes.forEach((name, folder) ->
          mounts.addObject().put("name", name).put("mountPath", folder).put("readOnly", true));
    }
    return workload;
  }

  private static void removeAnnotations(ObjectNode metadata) {
    ObjectNode annotations = (ObjectNode) metadata.path("annotations");
    List<String> names = new ArrayList<>();
    annotations.fieldNames().forEachRemaining(names::add);
    names.removeIf(name ->
        !name.startsWith(AgentAnnotation.PREFIX)
            || AgentAnnotation.of(name.substring(AgentAnnotation.PREFIX.length())).isEmpty());
    annotations.remove(names);
    if (annotations.isEmpty()) {
      metadata.remove("annotations");
    }
  }

  private void volume(ObjectNode volume, String name, String secret, List<AgentFile> files) {
    ObjectNode source = volume.put("name", name).putObject("secret").put("secretName", secret);
    boolean plain =
        folders.size() == 1
            && files.stream().allMatch(it -> it.mode() == null && it.key().equals(it.path()));
    if (!plain) {
      ArrayNode items = source.putArray("items");
      for (AgentFile file : files) {
        ObjectNode item = items.addObject().put("key", file.key()).put("path", file.path());
        if (file.mode() != null) {
          item.put("mode", file.mode());
        }
      }
    }
    if (!waits()) {
      source.put("optional", true);
    }
  }

  private boolean waits() {
    return pod.is(AgentAnnotation.PRE_POPULATE, true);
  }

  private static String freeName(ObjectNode spec) {
    Set<String> taken = new LinkedHashSet<>();
    spec.path("volumes").forEach(volume -> taken.add(volume.path("name").asText()));
    String name = VOLUME;
    for (int i = 2; taken.contains(name); i++) {
      name = VOLUME + "-" + i;
    }
    return name;
  }

  /** Those with the volume: all or the chosen ones, and all init containers of a pod that waits. */
  private List<JsonNode> containers(JsonNode spec) {
    List<JsonNode> containers = new ArrayList<>();
    if (waits()) {
      spec.path("initContainers").forEach(containers::add);
    }
    Set<String> chosen = chosen();
    spec.path("containers")
        .forEach(container -> {
          if (chosen.isEmpty() || chosen.contains(container.path("name").asText())) {
            containers.add(container);
          }
        });
    return containers;
  }

  private Set<String> chosen() {
    Set<String> chosen = new LinkedHashSet<>();
    for (String name : pod.value(AgentAnnotation.CONTAINERS, "").split(",", -1)) {
      if (!name.isBlank()) {
        chosen.add(name.strip());
      }
    }
    return chosen;
  }

  private static ArrayNode array(ObjectNode object, String field) {
    return object.get(field) instanceof ArrayNode there ? there : object.putArray(field);
  }
}
