package dev.keyturn.e2e.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.e2e.database.RealPostgres;
import dev.keyturn.e2e.process.HttpCaller;
import java.time.Duration;

/** Engines of a Vault that make credentials and certificates, set up with the root token. */
public final class VaultEngines {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpCaller root;

  public VaultEngines(RealVault vault) {
    this.root = vault.root();
  }

  /** Mounts a database engine with one role {@code app} on PostgreSQL. */
  public void postgres(String mount, RealPostgres postgres, Duration life, Duration greatestLife) {
    mount(mount, "database", Duration.ofHours(1));
    ObjectNode config =
        JSON.createObjectNode()
            .put("plugin_name", "postgresql-database-plugin")
            .put("allowed_roles", "*")
            .put("username", RealPostgres.ADMIN)
            .put("password", RealPostgres.PASSWORD)
            .put(
                "connection_url",
                "postgresql://{{username}}:{{password}}@127.0.0.1:%d/postgres?sslmode=disable"
                    .formatted(postgres.port()));
    post(mount + "/config/postgres", config);
    ObjectNode role =
        JSON.createObjectNode()
            .put("db_name", "postgres")
            .put("default_ttl", life.toSeconds() + "s")
            .put("max_ttl", greatestLife.toSeconds() + "s");
    role.putArray("creation_statements")
        .add(
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}'"
                + " VALID UNTIL '{{expiration}}';");
    post(mount + "/roles/app", role);
  }

  /** Has the engine of {@link #postgres} change the password of a user that is there already. */
  public void staticRole(String mount, String role, String user) {
    post(
        mount + "/static-roles/" + role,
        JSON.createObjectNode()
            .put("db_name", "postgres")
            .put("username", user)
            .put("rotation_period", "24h"));
  }

  /** Mounts an engine whose role {@code app} gives one-time passwords, with leases of this life. */
  public void oneTimePasswords(String mount, Duration life) {
    mount(mount, "ssh", life);
    post(
        mount + "/roles/app",
        JSON.createObjectNode()
            .put("key_type", "otp")
            .put("default_user", "app")
            .put("cidr_list", "127.0.0.0/8"));
  }

  /** Mounts the engine whose keys never leave it, with one key. */
  public void transit(String mount, String key) {
    mount(mount, "transit", Duration.ofHours(1));
    post(mount + "/keys/" + key, JSON.createObjectNode());
  }

  /**
   * Mounts a root and, below it, an authority that issues by its role {@code web}.
   *
   * @return the root's certificate in PEM
   */
  public String authorities(String mount, Duration life) {
    String rootMount = mount + "-root";
    mount(rootMount, "pki", Duration.ofDays(30));
    mount(mount, "pki", Duration.ofDays(20));
    String rootCertificate =
        post(
                rootMount + "/root/generate/internal",
                JSON.createObjectNode()
                    .put("common_name", "root of the test")
                    .put("key_type", "ec")
                    .put("key_bits", 256)
                    .put("ttl", "600h"))
            .at("/data/certificate")
            .asText();
    String request =
        post(
                mount + "/intermediate/generate/internal",
                JSON.createObjectNode()
                    .put("common_name", "issuer of the test")
                    .put("key_type", "ec")
                    .put("key_bits", 256))
            .at("/data/csr")
            .asText();
    String issuer =
        post(
                rootMount + "/root/sign-intermediate",
                JSON.createObjectNode()
                    .put("csr", request)
                    .put("common_name", "issuer of the test")
                    .put("ttl", "400h"))
            .at("/data/certificate")
            .asText();
    post(
        mount + "/intermediate/set-signed",
        JSON.createObjectNode().put("certificate", issuer + "\n" + rootCertificate));
    post(
        mount + "/roles/web",
        JSON.createObjectNode()
            .put("allow_any_name", true)
            .put("allowed_uri_sans", "spiffe://*")
            .put("key_type", "ec")
            .put("key_bits", 256)
            .put("not_before_duration", "5s")
            .put("ttl", life.toSeconds() + "s"));
    return rootCertificate;
  }

  private void mount(String mount, String type, Duration greatestLease) {
    ObjectNode settings = JSON.createObjectNode().put("type", type);
    settings.putObject("config").put("max_lease_ttl", greatestLease.toSeconds() + "s");
    post("sys/mounts/" + mount, settings);
  }

  private JsonNode post(String path, ObjectNode body) {
    return root.post("/v1/" + path, body).orThrow().json();
  }
}
