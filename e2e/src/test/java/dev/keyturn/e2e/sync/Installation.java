package dev.keyturn.e2e.sync;

import com.marcnuri.helm.Helm;
import dev.keyturn.e2e.kube.AuditLog;
import dev.keyturn.e2e.kube.AuditedRequests;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorOptions;
import dev.keyturn.e2e.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator as the chart installs it, without its pod: the rendered ServiceAccount, Roles and
 * bindings, and processes that log in with that ServiceAccount's token. A verb that the chart
 * forgets fails the test that needs it.
 */
final class Installation implements AutoCloseable {
  private static final Set<String> RIGHTS =
      Set.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("helm")
          .withForce(true)
          .build();

  private final RealControlPlane cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final List<String> tenants;
  private final String account;
  private final List<HasMetadata> rights;
  private final String mode;

  private Installation(
      RealControlPlane cluster,
      String namespace,
      List<String> tenants,
      String account,
      List<HasMetadata> rights,
      String mode) {
    this.cluster = cluster;
    this.client = cluster.adminClient();
    this.namespace = namespace;
    this.tenants = tenants;
    this.account = account;
    this.rights = rights;
    this.mode = mode;
  }

  /** Installs the rights in mode enrolled, for fresh namespaces of these prefixes. */
  static Installation enrolled(RealControlPlane cluster, String... tenantPrefixes) {
    return install(cluster, "enrolled", "", List.of("app"), tenantPrefixes);
  }

  /** In mode namespaced: with Roles in these namespaces alone, and no right in the cluster. */
  static Installation namespaced(RealControlPlane cluster, String... tenantPrefixes) {
    return install(cluster, "namespaced", "", List.of("app"), tenantPrefixes);
  }

  /** The same, with the right to tokens of these ServiceAccounts in place of {@code app}. */
  static Installation enrolled(
      RealControlPlane cluster, List<String> accounts, String... tenantPrefixes) {
    return install(cluster, "enrolled", "", accounts, tenantPrefixes);
  }

  /** The same with the right to restart workloads. */
  static Installation restarting(RealControlPlane cluster, String tenantPrefix) {
    return install(
        cluster, "enrolled", "features: {restart: true}\n", List.of("app"), tenantPrefix);
  }

  /**
   * Installs the rights that a file of values gives, for namespaces that are there already.
   *
   * @param tenants the namespaces that the file names
   */
  static Installation of(RealControlPlane cluster, Path values, List<String> tenants) {
    try {
      return install(cluster, "enrolled", Files.readString(values), tenants);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Installation install(
      RealControlPlane cluster,
      String mode,
      String more,
      List<String> accounts,
      String... tenantPrefixes) {
    List<String> tenants = new ArrayList<>();
    StringBuilder values = new StringBuilder(more + "rbac: {mode: " + mode + "}\nnamespaces:\n");
    for (String prefix : tenantPrefixes) {
      String tenant = cluster.createNamespace(prefix);
      tenants.add(tenant);
      values.append(
          "  - {name: %s, serviceAccounts: [%s]}\n".formatted(tenant, String.join(", ", accounts)));
    }
    return install(cluster, mode, values.toString(), tenants);
  }

  private static Installation install(
      RealControlPlane cluster, String mode, String values, List<String> tenants) {
    CustomResources.install(cluster);
    String namespace = cluster.createNamespace("keyturn");
    List<HasMetadata> rights = render(cluster, namespace, values);
    String account =
        rights.stream()
            .filter(it -> it.getKind().equals("ServiceAccount"))
            .map(it -> it.getMetadata().getName())
            .findFirst()
            .orElseThrow();
    return new Installation(cluster, namespace, List.copyOf(tenants), account, rights, mode);
  }

  private static List<HasMetadata> render(
      RealControlPlane cluster, String namespace, String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        String text =
            new Helm(Path.of(System.getProperty("keyturn.root"), "helm", "keyturn"))
                .template()
                .withName(namespace)
                .withNamespace(namespace)
                .withKubeVersion("1.30.0")
                .withValuesFile(file)
                .call();
        return apply(cluster, text);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<HasMetadata> apply(RealControlPlane cluster, String text) {
    try (KubernetesClient admin = cluster.adminClient()) {
      List<HasMetadata> rights =
          admin
              .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
              .items()
              .stream()
              .filter(it -> RIGHTS.contains(it.getKind()))
              .collect(Collectors.toList());
      rights.forEach(it -> admin.resource(it).patch(APPLY));
      return rights;
    }
  }

  /** The n-th tenant's namespace. */
  String tenant(int index) {
    return tenants.get(index);
  }

  /** Namespace of the operator. */
  String namespace() {
    return namespace;
  }

  KubernetesClient client() {
    return client;
  }

  /** Starts a replica and waits until it is ready. */
  OperatorProcess start(String pod, String... flags) {
    return start(cluster.url(), pod, flags);
  }

  /** The same by way of what stands before the API server. */
  OperatorProcess start(URI apiServer, String pod, String... flags) {
    return OperatorProcess.start(options(apiServer, pod).with(flags));
  }

  /** How a replica is started. */
  OperatorOptions options(URI apiServer, String pod) {
    return configured(
        OperatorOptions.of(
            cluster.serviceAccountKubeconfig(namespace, account, apiServer), namespace),
        pod);
  }

  /**
   * A replica with the token of a file, as in a pod.
   *
   * @param apiServer without TLS
   */
  OperatorProcess startWithToken(URI apiServer, Path token, String pod, String... flags) {
    return OperatorProcess.start(
        configured(OperatorOptions.ofTokenFile(apiServer, token, namespace), pod).with(flags));
  }

  private OperatorOptions configured(OperatorOptions options, String pod) {
    return options
        .with("--rbac-mode", mode)
        .with("--namespaces", String.join(",", tenants))
        .with("--pod-name", pod)
        .with("--store-probe-seconds", "2");
  }

  /** A token of the operator that ends with this new Secret of its namespace. */
  String tokenOf(String secret) {
    new Objects(client, namespace).secret(secret, "of", "a token");
    return cluster.tokenOfSecret(namespace, account, secret);
  }

  /** What the operator asked of the API server since the mark. */
  AuditedRequests requests(AuditLog.Mark mark) {
    return cluster.audit().since(mark).by(namespace, account);
  }

  /** How often it wrote to objects since the mark, by kind: not to its Lease, which it renews. */
  Map<String, Integer> writesToObjects(AuditLog.Mark mark) {
    return requests(mark).writes().matching(it -> !it.resource().equals("leases")).countByKind();
  }

  /** Removes what was installed, so that the next suite's operator does not find it. */
  @Override
  public void close() {
    for (String tenant : tenants) {
      client.namespaces().withName(tenant).delete();
    }
    rights.stream()
        .filter(it -> it.getKind().startsWith("Cluster"))
        .forEach(it -> client.resource(it).delete());
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
