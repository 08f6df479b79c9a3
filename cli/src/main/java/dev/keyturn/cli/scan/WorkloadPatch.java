package dev.keyturn.cli.scan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.cli.init.Scalar;
import dev.keyturn.cli.manifest.ManifestDocument;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What takes the literals out of a workload: a JSON patch (RFC 6902), which every kind takes, and
 * the SecretSync whose Secret the patched workload reads. Neither holds a value.
 */
final class WorkloadPatch {
  /** Names of Kubernetes objects end here. */
  private static final int LONGEST_NAME = 253;

  private static final String SUFFIX = "-env";

  private final ScannedWorkload workload;
  private final @Nullable String namespace;

  /**
   * @param workload with at least one finding
   */
  WorkloadPatch(ScannedWorkload workload) {
    this.workload = workload;
    this.namespace = workload.findings().getFirst().namespace();
  }

  /** Name of the SecretSync and of its Secret. */
  String secretName() {
    String name = workload.name();
    return name.substring(0, Math.min(name.length(), LONGEST_NAME - SUFFIX.length())) + SUFFIX;
  }

  /** Name of a file, without its extension. */
  String fileName() {
    String inNamespace = namespace == null ? "" : namespace + "/";
    return inNamespace + workload.kind().toLowerCase(Locale.ROOT) + "-" + workload.name();
  }

  /** The kubectl command that takes the patch from a file. */
  String command(String file) {
    return "kubectl patch %s %s%s --type json --patch-file %s"
        .formatted(resource(), workload.name(), namespace == null ? "" : " -n " + namespace, file);
  }

  /** Kinds of other groups are named with theirs. */
  private String resource() {
    String kind = workload.kind().toLowerCase(Locale.ROOT);
    int slash = workload.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : workload.apiVersion().substring(0, slash);
    return group.contains(".") ? kind + "s." + group : kind;
  }

  /** Whether the API server refuses the patch: a pod's variables and a job's template stay. */
  boolean isForTheManifestOnly() {
    return workload.kind().equals("Pod") || workload.kind().equals("Job");
  }

  /**
   * The operations. Each variable is tested by container and name first: where an index has come to
   * mean another one, the whole patch is refused.
   */
  ArrayNode operations() {
    ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    Set<String> tested = new HashSet<>();
    for (Finding finding : workload.findings()) {
      String container = finding.containerPointer();
      if (tested.add(container)) {
        operation(operations, "test", container + "/name").put("value", finding.container());
      }
      String variable = container + "/env/" + finding.index();
      operation(operations, "test", variable + "/name").put("value", finding.variable());
      operation(operations, "remove", variable + "/value");
      operation(operations, "add", variable + "/valueFrom")
          .putObject("value")
          .putObject("secretKeyRef")
          .put("name", secretName())
          .put("key", finding.secretKey());
    }
    if (workload.copied()) {
      operation(
          operations,
          "remove",
          ManifestDocument.member("/metadata/annotations", ScannedWorkload.COPY));
    }
    return operations;
  }

  private static ObjectNode operation(ArrayNode operations, String name, String path) {
    return operations.addObject().put("op", name).put("path", path);
  }

  /**
   * The SecretSync.
   *
   * @param store name of its store
   */
  String sync(String store) {
    StringBuilder text = new StringBuilder("apiVersion: keyturn.dev/v1alpha1\nkind: SecretSync\n");
    text.append("metadata:\n  name: ").append(Scalar.of(secretName())).append('\n');
    if (namespace != null) {
      text.append("  namespace: ").append(Scalar.of(namespace)).append('\n');
    }
    text.append("spec:\n  secretStoreRef:\n    # check: the store; keyturn init writes one\n");
    text.append("    name: ").append(Scalar.of(store)).append("\n  data:\n");
    Set<String> keys = new LinkedHashSet<>();
    workload.findings().forEach(finding -> keys.add(finding.secretKey()));
    for (String key : keys) {
      text.append("    - secretKey: ").append(Scalar.of(key)).append('\n');
      text.append("      # check: where the value is kept\n      remoteRef:\n        key: ");
      text.append(Scalar.of(workload.name())).append("\n        property: ");
      text.append(Scalar.of(key)).append('\n');
    }
    return text.toString();
  }
}
