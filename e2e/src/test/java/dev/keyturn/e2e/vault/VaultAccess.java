package dev.keyturn.e2e.vault;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.HttpCaller;
import dev.keyturn.operator.provider.testkit.DirectoryServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Policies, ways to log in and tokens of a Vault, set up with the rights of one token. */
public final class VaultAccess {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpCaller caller;

  VaultAccess(HttpCaller caller) {
    this.caller = caller;
  }

  /** Role and secret of an AppRole. */
  public record AppRole(String roleId, String secretId) {
    @Override
    public String toString() {
      return "AppRole[" + roleId + "]";
    }
  }

  /** Writes a policy in the language of Vault. */
  public void policy(String name, String rules) {
    caller
        .call(
            "PUT",
            "/v1/sys/policies/acl/" + name,
            "application/json",
            JSON.createObjectNode().put("policy", rules).toString())
        .orThrow();
  }

  /** A policy that may read and list everything under one mount. */
  public void readPolicy(String name, String mount) {
    policy(name, "path \"%s/*\" { capabilities = [\"read\", \"list\"] }".formatted(mount));
  }

  /** A renewable token with these policies. */
  public String createToken(Duration lifetime, String... policies) {
    ObjectNode request =
        JSON.createObjectNode().put("ttl", lifetime.toSeconds() + "s").put("no_parent", true);
    List.of(policies).forEach(request.putArray("policies")::add);
    return caller
        .post("/v1/auth/token/create", request)
        .orThrow()
        .json()
        .path("auth")
        .path("client_token")
        .asText();
  }

  /** Makes a token invalid at once, with everything that was made by it. */
  public void revoke(String token) {
    caller.post("/v1/auth/token/revoke", JSON.createObjectNode().put("token", token)).orThrow();
  }

  /** Makes every token invalid that was handed out by one way of logging in. */
  public void revokeLoginsOf(String mount) {
    caller
        .call("PUT", "/v1/sys/leases/revoke-prefix/auth/" + mount, "application/json", "{}")
        .orThrow();
  }

  /** Enables AppRole at a mount; once per mount. */
  public void enableAppRole(String mount) {
    enable(mount, "approle");
  }

  /** A role whose tokens carry these policies, with a fresh secret id. */
  public AppRole appRole(String mount, String role, Duration tokenLifetime, String... policies) {
    String path = "/v1/auth/%s/role/%s".formatted(mount, role);
    caller.post(path, tokenSettings(tokenLifetime, policies)).orThrow();
    String roleId = caller.get(path + "/role-id").orThrow().json().at("/data/role_id").asText();
    String secretId =
        caller
            .post(path + "/secret-id", JSON.createObjectNode())
            .orThrow()
            .json()
            .at("/data/secret_id")
            .asText();
    return new AppRole(roleId, secretId);
  }

  /**
   * Enables login by ServiceAccount tokens of a cluster.
   *
   * @param reviewerToken of a ServiceAccount that may create TokenReviews
   */
  public void enableKubernetes(String mount, RealControlPlane cluster, String reviewerToken) {
    enable(mount, "kubernetes");
    ObjectNode config =
        JSON.createObjectNode()
            .put("kubernetes_host", cluster.url().toString())
            .put("kubernetes_ca_cert", cluster.certificateAuthorityPem())
            .put("token_reviewer_jwt", reviewerToken)
            .put("disable_local_ca_jwt", true);
    caller.post("/v1/auth/%s/config".formatted(mount), config).orThrow();
  }

  /** A role for one ServiceAccount and, when it is not empty, one audience. */
  public void kubernetesRole(
      String mount,
      String role,
      String namespace,
      String serviceAccount,
      String audience,
      Duration tokenLifetime,
      String... policies) {
    ObjectNode settings = tokenSettings(tokenLifetime, policies);
    settings
        .put("bound_service_account_names", serviceAccount)
        .put("bound_service_account_namespaces", namespace);
    if (!audience.isEmpty()) {
      settings.put("audience", audience);
    }
    caller.post("/v1/auth/%s/role/%s".formatted(mount, role), settings).orThrow();
  }

  /** Enables login by JWTs that one of these public keys (PEM) verifies. */
  public void enableJwt(String mount, List<String> publicKeys) {
    enable(mount, "jwt");
    ObjectNode config = JSON.createObjectNode();
    publicKeys.forEach(config.putArray("jwt_validation_pubkeys")::add);
    caller.post("/v1/auth/%s/config".formatted(mount), config).orThrow();
  }

  /** A role for some subjects and one audience. */
  public void jwtRole(
      String mount,
      String role,
      List<String> subjects,
      String audience,
      Duration tokenLifetime,
      String... policies) {
    ObjectNode settings =
        tokenSettings(tokenLifetime, policies).put("role_type", "jwt").put("user_claim", "sub");
    subjects.forEach(settings.putObject("bound_claims").putArray("sub")::add);
    settings.putArray("bound_audiences").add(audience);
    caller.post("/v1/auth/%s/role/%s".formatted(mount, role), settings).orThrow();
  }

  /** Enables login by users that Vault keeps. */
  public void enableUsers(String mount) {
    enable(mount, "userpass");
  }

  /** A user, or a new password of one. */
  public void user(
      String mount, String name, String password, Duration tokenLifetime, String... policies) {
    caller
        .post(
            "/v1/auth/%s/users/%s".formatted(mount, name),
            tokenSettings(tokenLifetime, policies).put("password", password))
        .orThrow();
  }

  /**
   * Enables login by the people of a {@link DirectoryServer}; its groups get their rights one by
   * one.
   */
  public void enableDirectory(
      String mount, URI directory, String authorityPem, Duration tokenLifetime) {
    enable(mount, "ldap");
    ObjectNode config =
        tokenSettings(tokenLifetime)
            .put("url", directory.toString())
            .put("certificate", authorityPem)
            .put("binddn", DirectoryServer.SEARCHER)
            .put("bindpass", DirectoryServer.SEARCHER_PASSWORD)
            .put("userdn", DirectoryServer.PEOPLE)
            .put("userattr", "uid")
            .put("groupdn", DirectoryServer.GROUPS)
            .put("groupfilter", "(member={{.UserDN}})")
            .put("groupattr", "cn");
    caller.post("/v1/auth/%s/config".formatted(mount), config).orThrow();
  }

  /** What the people of a group of the directory may do. */
  public void directoryGroup(String mount, String group, String policy) {
    caller
        .post(
            "/v1/auth/%s/groups/%s".formatted(mount, group),
            JSON.createObjectNode().put("policies", policy))
        .orThrow();
  }

  /** Enables login by client certificates. */
  public void enableCertificates(String mount) {
    enable(mount, "cert");
  }

  /** A role for one common name of one authority. */
  public void certificateRole(
      String mount,
      String role,
      String authorityPem,
      String commonName,
      Duration tokenLifetime,
      String... policies) {
    caller
        .post(
            "/v1/auth/%s/certs/%s".formatted(mount, role),
            tokenSettings(tokenLifetime, policies)
                .put("certificate", authorityPem)
                .put("allowed_common_names", commonName))
        .orThrow();
  }

  /**
   * Lets one request on a path through in that time and refuses the others with 429 and the time
   * that is left as Retry-After.
   *
   * @param path a mount or a path below one
   */
  public void limitToOne(String quota, String path, Duration time) {
    caller
        .post(
            "/v1/sys/quotas/config",
            JSON.createObjectNode().put("enable_rate_limit_response_headers", true))
        .orThrow();
    caller
        .post(
            "/v1/sys/quotas/rate-limit/" + quota,
            JSON.createObjectNode()
                .put("path", path)
                .put("rate", 1)
                .put("interval", time.toSeconds() + "s"))
        .orThrow();
  }

  public void unlimit(String quota) {
    caller.delete("/v1/sys/quotas/rate-limit/" + quota).orThrow();
  }

  private void enable(String mount, String type) {
    caller.post("/v1/sys/auth/" + mount, JSON.createObjectNode().put("type", type)).orThrow();
  }

  private static ObjectNode tokenSettings(Duration lifetime, String... policies) {
    ObjectNode settings = JSON.createObjectNode().put("token_ttl", lifetime.toSeconds() + "s");
    List.of(policies).forEach(settings.putArray("token_policies")::add);
    return settings;
  }
}
