package dev.keyturn.e2e.sync;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.e2e.component.Component;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.e2e.process.Command;
import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.vault.RealVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An example as it stands in the repository, but for the address of its Vault, in the hands of an
 * administrator with kubectl.
 */
final class VaultExample {
  private static final String SERVER = "https://vault.vault.svc:8200";
  private static final String AUDIENCE = "vault";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Path folder;
  private final Path kubectl;
  private final RealControlPlane cluster;
  private final RealVault vault;

  private VaultExample(Path folder, Path kubectl, RealControlPlane cluster, RealVault vault) {
    this.folder = folder;
    this.kubectl = kubectl;
    this.cluster = cluster;
    this.vault = vault;
  }

  /**
   * Copies it.
   *
   * @param empty a folder for the copy
   */
  static VaultExample copied(
      String name, Path empty, RealControlPlane cluster, RealVault vault, Provision provision)
      throws IOException {
    Path example = SourceTree.root().resolve("examples").resolve(name);
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.toList()) {
        Path copy = empty.resolve(example.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.writeString(copy, Files.readString(file).replace(SERVER, vault.url().toString()));
        }
      }
    }
    return new VaultExample(empty, provision.program(Component.KUBECTL), cluster, vault);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Runs kubectl; throws when it fails. */
  String kubectl(String... arguments) {
    return run(Stream.concat(Stream.of(kubectl.toString()), Stream.of(arguments)).toList())
        .orThrow();
  }

  CommandResult check() {
    return run(List.of("/bin/sh", file("check").toString()));
  }

  private CommandResult run(List<String> line) {
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG",
            cluster.adminKubeconfig().toString(),
            "PATH",
            kubectl.getParent() + ":" + System.getenv("PATH"));
    return new Command(line, environment, "").run(LIMIT);
  }

  /**
   * Lets Vault take ServiceAccounts of the cluster.
   *
   * @param namespace of the ServiceAccount that Vault asks the API server as
   */
  void enableLogins(String namespace) {
    cluster.createServiceAccount(namespace, "reviewer");
    cluster.bindClusterRole(namespace, "reviewer", "system:auth-delegator");
    vault
        .access()
        .enableKubernetes(
            "kubernetes",
            cluster,
            cluster.serviceAccountToken(
                namespace, "reviewer", HOUR, "https://kubernetes.default.svc"));
  }

  /**
   * Makes a role with the rights of a policy of the example.
   *
   * @param namespaces separated by commas
   */
  void role(String role, String policy, String account, String namespaces) throws IOException {
    vault.access().policy(role, Files.readString(file("vault/" + policy + ".hcl")));
    vault.access().kubernetesRole("kubernetes", role, namespaces, account, AUDIENCE, HOUR, role);
  }

  /**
   * What Vault answers a ServiceAccount that asks by itself.
   *
   * @return {@code no login}, or the status of the read behind it
   */
  String ask(String namespace, String account, String role, String key) {
    String jwt = cluster.serviceAccountToken(namespace, account, HOUR, AUDIENCE);
    Answer login =
        vault
            .anonymous()
            .post(
                "/v1/auth/kubernetes/login",
                JSON.createObjectNode().put("role", role).put("jwt", jwt));
    if (!login.successful()) {
      return "no login";
    }
    String token = login.json().at("/auth/client_token").asText();
    return Integer.toString(vault.as(token).get("/v1/secret/data/" + key).status());
  }
}
