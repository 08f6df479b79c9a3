package dev.keyturn.devcluster.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.kind.ResourceKind.Rules;
import dev.keyturn.devcluster.schema.ModelSchemas;
import dev.keyturn.devcluster.schema.Schema;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.function.UnaryOperator;

/** The resource types every Kubernetes cluster has, as far as they are served here. */
final class BuiltInKinds {
  private final ModelSchemas schemas;

  BuiltInKinds(ModelSchemas schemas) {
    this.schemas = schemas;
  }

  List<ResourceKind> all() {
    return List.of(
        kind("", "v1", Namespace.class, "namespaces", "ns", Rules.NAMESPACE, Scope.CLUSTER, true),
        kind("", "v1", Secret.class, "secrets", "", Rules.SECRET, Scope.NAMESPACE, false),
        kind(
            "",
            "v1",
            ConfigMap.class,
            "configmaps",
            "cm",
            Rules.CONFIG_MAP,
            Scope.NAMESPACE,
            false),
        kind("", "v1", Event.class, "events", "ev", Rules.EVENT, Scope.NAMESPACE, false),
        events(),
        plain("", "v1", ServiceAccount.class, "serviceaccounts", "sa", Scope.NAMESPACE, false),
        plain("", "v1", Pod.class, "pods", "po", Scope.NAMESPACE, true),
        plain("", "v1", Service.class, "services", "svc", Scope.NAMESPACE, true),
        plain("", "v1", Endpoints.class, "endpoints", "ep", Scope.NAMESPACE, false),
        plain("", "v1", Node.class, "nodes", "no", Scope.CLUSTER, true),
        plain("apps", "v1", Deployment.class, "deployments", "deploy", Scope.NAMESPACE, true),
        plain("apps", "v1", ReplicaSet.class, "replicasets", "rs", Scope.NAMESPACE, true),
        plain("apps", "v1", StatefulSet.class, "statefulsets", "sts", Scope.NAMESPACE, true),
        plain("apps", "v1", DaemonSet.class, "daemonsets", "ds", Scope.NAMESPACE, true),
        plain("batch", "v1", Job.class, "jobs", "", Scope.NAMESPACE, true),
        plain("batch", "v1", CronJob.class, "cronjobs", "cj", Scope.NAMESPACE, true),
        kind(
            "coordination.k8s.io",
            "v1",
            Lease.class,
            "leases",
            "",
            Rules.LEASE,
            Scope.NAMESPACE,
            false),
        plain(
            "networking.k8s.io",
            "v1",
            NetworkPolicy.class,
            "networkpolicies",
            "netpol",
            Scope.NAMESPACE,
            false),
        plain(
            "policy",
            "v1",
            PodDisruptionBudget.class,
            "poddisruptionbudgets",
            "pdb",
            Scope.NAMESPACE,
            true),
        plain("rbac.authorization.k8s.io", "v1", Role.class, "roles", "", Scope.NAMESPACE, false),
        plain(
            "rbac.authorization.k8s.io",
            "v1",
            RoleBinding.class,
            "rolebindings",
            "",
            Scope.NAMESPACE,
            false),
        plain(
            "rbac.authorization.k8s.io",
            "v1",
            ClusterRole.class,
            "clusterroles",
            "",
            Scope.CLUSTER,
            false),
        plain(
            "rbac.authorization.k8s.io",
            "v1",
            ClusterRoleBinding.class,
            "clusterrolebindings",
            "",
            Scope.CLUSTER,
            false),
        definitions());
  }

  private enum Scope {
    CLUSTER,
    NAMESPACE
  }

  private ResourceKind plain(
      String group,
      String version,
      Class<?> model,
      String plural,
      String shortName,
      Scope scope,
      boolean status) {
    return kind(group, version, model, plural, shortName, Rules.OTHER_BUILT_IN, scope, status);
  }

  private ResourceKind kind(
      String group,
      String version,
      Class<?> model,
      String plural,
      String shortName,
      Rules rules,
      Scope scope,
      boolean status) {
    return new ResourceKind(
        group,
        version,
        model.getSimpleName(),
        plural,
        model.getSimpleName().toLowerCase(java.util.Locale.ROOT),
        shortName.isEmpty() ? List.of() : List.of(shortName),
        inCategoryAll(plural) ? List.of("all") : List.of(),
        scope == Scope.NAMESPACE,
        status,
        new GroupResource(group, plural),
        rules,
        schemas.schemaOf(model),
        ModelSchemas.reference(model),
        List.of(),
        selectableFields(rules),
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  private static boolean inCategoryAll(String plural) {
    return switch (plural) {
      case "pods",
          "services",
          "deployments",
          "replicasets",
          "statefulsets",
          "daemonsets",
          "jobs",
          "cronjobs" ->
          true;
      default -> false;
    };
  }

  private static List<String> selectableFields(Rules rules) {
    return switch (rules) {
      case SECRET -> List.of("type");
      case NAMESPACE -> List.of("status.phase");
      case EVENT ->
          List.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "reason",
              "type");
      case OTHER_BUILT_IN -> List.of("status.phase", "spec.nodeName");
      case CONFIG_MAP, LEASE, CUSTOM_RESOURCE_DEFINITION, CUSTOM -> List.of();
    };
  }

  private ResourceKind events() {
    Class<?> model = io.fabric8.kubernetes.api.model.events.v1.Event.class;
    return new ResourceKind(
        "events.k8s.io",
        "v1",
        "Event",
        "events",
        "event",
        List.of("ev"),
        List.of(),
        true,
        false,
        new GroupResource("", "events"),
        Rules.EVENT,
        schemas.schemaOf(model),
        ModelSchemas.reference(model),
        List.of(),
        List.of(
            "reason",
            "type",
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid"),
        EventForm::toEvents,
        EventForm::toCore);
  }

  /** The schema of a definition is open: its own schemas are schemas of schemas. */
  private ResourceKind definitions() {
    ObjectNode document = Json.object().put("type", "object");
    ObjectNode properties = document.putObject("properties");
    properties.set("apiVersion", Json.object().put("type", "string"));
    properties.set("kind", Json.object().put("type", "string"));
    properties.set("metadata", ModelSchemas.reference(ObjectMeta.class));
    ObjectNode spec = open(properties.putObject("spec"));
    ObjectNode versions = spec.putObject("properties").putObject("versions").put("type", "array");
    open(versions.putObject("items"));
    versions.put("x-kubernetes-list-type", "map");
    versions.set("x-kubernetes-list-map-keys", Json.strings(List.of("name")));
    open(properties.putObject("status"));
    Schema schema = schemas.parse(document);
    return new ResourceKind(
        "apiextensions.k8s.io",
        "v1",
        "CustomResourceDefinition",
        "customresourcedefinitions",
        "customresourcedefinition",
        List.of("crd", "crds"),
        List.of("api-extensions"),
        false,
        true,
        new GroupResource("apiextensions.k8s.io", "customresourcedefinitions"),
        Rules.CUSTOM_RESOURCE_DEFINITION,
        schema,
        document,
        List.of(),
        List.of(),
        UnaryOperator.identity(),
        UnaryOperator.identity());
  }

  private static ObjectNode open(ObjectNode schema) {
    return schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
  }
}
