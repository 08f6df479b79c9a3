package dev.keyturn.operator.kube.workload;

import dev.keyturn.crds.v1alpha1.WorkloadKind;
import dev.keyturn.operator.kube.client.ApiCall;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** Where the API serves each kind of workload. */
record WorkloadApi(String group, String version, String plural) {

  static WorkloadApi of(WorkloadKind kind) {
    return switch (kind) {
      case Deployment -> new WorkloadApi("apps", "v1", "deployments");
      case StatefulSet -> new WorkloadApi("apps", "v1", "statefulsets");
      case DaemonSet -> new WorkloadApi("apps", "v1", "daemonsets");
      case Rollout -> new WorkloadApi("argoproj.io", "v1alpha1", "rollouts");
    };
  }

  /** The path of the API's group and version. */
  String root() {
    return "/apis/" + group + "/" + version;
  }

  /** The path of one object, or of all in the namespace. */
  String path(String namespace, String... name) {
    return ApiCall.namespaced(root(), namespace, plural, name);
  }

  ResourceDefinitionContext context(WorkloadKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withPlural(plural)
        .withKind(kind.name())
        .withNamespaced(true)
        .build();
  }
}
