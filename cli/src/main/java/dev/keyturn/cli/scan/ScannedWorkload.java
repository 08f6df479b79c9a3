package dev.keyturn.cli.scan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.cli.credential.Credentials;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workload and what was found in it.
 *
 * @param findings in the order of its containers
 * @param copied whether kubectl keeps a copy of the manifest, and so of the values, at the object
 */
record ScannedWorkload(
    String apiVersion, String kind, String name, List<Finding> findings, boolean copied) {
  /** Where kinds have their pod: a pod itself, a cron job, and whatever has a pod template. */
  private static final List<String> PODS =
      List.of("/spec", "/spec/jobTemplate/spec/template/spec", "/spec/template/spec");

  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");
  static final String COPY = "kubectl.kubernetes.io/last-applied-configuration";

  /**
   * Looks at the variables of all containers.
   *
   * @param located false for an object of a cluster, which has no lines
   */
  static ScannedWorkload of(ManifestDocument document, boolean located) {
    Map<String, JsonNode> values = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    List<Finding> findings = new ArrayList<>();
    for (String pod : PODS) {
      for (String group : CONTAINERS) {
        int index = 0;
        for (JsonNode container : document.content().at(pod + "/" + group)) {
          String pointer = pod + "/" + group + "/" + index++;
          findings.addAll(variables(document, located, container, pointer, values, ambiguous));
        }
      }
    }
    return new ScannedWorkload(
        document.apiVersion(),
        document.kind(),
        document.name(),
        findings.stream()
            .map(finding -> ambiguous.contains(finding.variable()) ? qualified(finding) : finding)
            .toList(),
        document.content().path("metadata").path("annotations").has(COPY));
  }

  private static List<Finding> variables(
      ManifestDocument document,
      boolean located,
      JsonNode container,
      String pointer,
      Map<String, JsonNode> values,
      Set<String> ambiguous) {
    List<Finding> findings = new ArrayList<>();
    int index = -1;
    for (JsonNode variable : container.path("env")) {
      index++;
      String name = variable.path("name").asText();
      JsonNode value = variable.path("value");
      String why = Credentials.why(name, value.asText()).orElse(null);
      if (!value.isValueNode() || why == null) {
        continue;
      }
      JsonNode other = values.putIfAbsent(name, value);
      if (other != null && !other.equals(value)) {
        ambiguous.add(name);
      }
      String line = ":" + document.line(pointer + "/env/" + index + "/value");
      findings.add(
          new Finding(
              located ? document.file() + line : "cluster",
              document.namespace(),
              document.kind(),
              document.name(),
              container.path("name").asText(),
              name,
              why,
              pointer,
              index,
              name));
    }
    return findings;
  }

  /** Two containers give the same name two values, which need two keys. */
  private static Finding qualified(Finding it) {
    return new Finding(
        it.location(),
        it.namespace(),
        it.kind(),
        it.name(),
        it.container(),
        it.variable(),
        it.why(),
        it.containerPointer(),
        it.index(),
        it.container() + "." + it.variable());
  }
}
