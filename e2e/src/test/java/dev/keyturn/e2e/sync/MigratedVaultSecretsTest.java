package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultAccess;
import dev.keyturn.e2e.vault.VaultEngines;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Objects of the Vault Secrets Operator, converted, on real servers: the Secrets have the names,
 * types, labels, keys and bytes that its manual promises, without {@code _raw}. What it promises: a
 * key for each member of the secret, the text as it is and anything else as JSON; templates over
 * {@code .Secrets} beside what its filters leave; of a certificate {@code certificate} and {@code
 * private_key}, and for the type kubernetes.io/tls these under their usual names too.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigratedVaultSecretsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIFETIME = Duration.ofMinutes(20);
  private static final String DESTINATION = "destination: {name: %s, create: true}";

  private Installation installation;
  private OperatorProcess operator;
  private RealVault vault;
  private Objects shop;
  private String mount;
  private String login;

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) throws IOException {
    vault = realVault;
    installation = Installation.enrolled(cluster, "vso");
    mount = installation.tenant(0);
    shop = new Objects(installation.client(), mount);
    vault.keyValues().mount(mount, 2);
    vault.keyValues().mount(mount + "-1", 1);
    vault
        .keyValues()
        .writeJson(
            mount,
            "database",
            JSON.readTree(
                """
                {"username": "shop", "password": "p\\"a$$ <&> w\\\\ö\\n", "port": 5432, "share": 1.25,
                 "tls": true, "none": null, "hosts": ["a.example", "b.example"],
                 "options": {"b": 1, "a": "x"}, "tls.ca": "authority", "empty": ""}
                """));
    vault.keyValues().write(mount, "versioned", Map.of("k", "one"));
    vault.keyValues().write(mount, "versioned", Map.of("k", "two"));
    vault.keyValues().writeVersion1(mount + "-1", "old", Map.of("k", "v", "x-y", "z"));
    vault.access().enableAppRole(mount);
    new VaultEngines(vault).authorities(mount + "-pki", Duration.ofMinutes(10));
    vault
        .access()
        .policy(
            mount,
            """
            path "%1$s/data/*" { capabilities = ["read"] }
            path "%1$s-1/*" { capabilities = ["read"] }
            path "%1$s-pki/issue/web" { capabilities = ["update"] }
            """
                .formatted(mount));
    VaultAccess.AppRole role = vault.access().appRole(mount, "shop", LIFETIME, mount);
    shop.secret("vso-login", "id", role.secretId());
    login =
        """
        apiVersion: secrets.hashicorp.com/v1beta1
        kind: VaultConnection
        metadata: {name: vault}
        spec: {address: "%s"}
        ---
        apiVersion: secrets.hashicorp.com/v1beta1
        kind: VaultAuth
        metadata: {name: shop}
        spec:
          vaultConnectionRef: vault
          method: appRole
          mount: %s
          appRole: {roleId: %s, secretRef: vso-login}
        """
            .formatted(vault.url(), mount, role.roleId());
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
  }

  @AfterAll
  void uninstall() {
    operator.close();
    installation.close();
  }

  /** Applies what becomes of a secret, and waits for its sync. */
  private Secret migrated(String kind, String name, String spec) {
    CommandLineMigration migration =
        CommandLineMigration.of(
            login
                + """
                ---
                apiVersion: secrets.hashicorp.com/v1beta1
                kind: %s
                metadata: {name: %s, labels: {team: shop}}
                spec:
                  vaultAuthRef: shop
                """
                    .formatted(kind, name)
                + spec.indent(2));
    assertThat(String.join("", migration.manifests()))
        .as(migration.report())
        .contains("kind: SecretSync")
        .doesNotContain("hashicorp");
    migration.manifests().forEach(shop::apply);
    shop.awaitCondition(name, Condition.READY, "True/UpToDate");
    String target = spec.replaceAll("(?s).*destination:\\s*[{]?\\s*name: ([a-z-]+).*", "$1");
    return installation.client().secrets().inNamespace(mount).withName(target).get();
  }

  private String keyValue(String path, String rest) {
    return "mount: %s\ntype: kv-v2\npath: %s\n%s\n".formatted(mount, path, rest);
  }

  /** The one difference: of a member that is null the operator writes the text null, we no key. */
  @Test
  @Proves("P055")
  void aKeyForEachMember() {
    Secret secret =
        migrated(
            "VaultStaticSecret",
            "all",
            keyValue("database", "refreshAfter: 30s\n" + DESTINATION.formatted("db")));
    assertThat(secret.getType()).isEqualTo("Opaque");
    assertThat(shop.data("db"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "username", "shop",
                "password", "p\"a$$ <&> w\\ö\n",
                "port", "5432",
                "share", "1.25",
                "tls", "true",
                "hosts", "[\"a.example\",\"b.example\"]",
                "options", "{\"a\":\"x\",\"b\":1}",
                "tls.ca", "authority",
                "empty", ""));
  }

  @Test
  @Proves("P055")
  void anOlderVersionAndTheFirstEngine() {
    migrated(
        "VaultStaticSecret",
        "versioned",
        keyValue("versioned", "version: 1\n" + DESTINATION.formatted("versioned")));
    assertThat(shop.data("versioned")).isEqualTo(Map.of("k", "one"));
    migrated(
        "VaultStaticSecret",
        "old",
        "mount: %s-1\ntype: kv-v1\npath: old\n%s\n".formatted(mount, DESTINATION.formatted("old")));
    assertThat(shop.data("old")).isEqualTo(Map.of("k", "v", "x-y", "z"));
  }

  @Test
  @Proves({"P055", "P061"})
  void templatesBesideWhatTheFiltersLeave() {
    Secret secret =
        migrated(
            "VaultStaticSecret",
            "shaped",
            keyValue(
                "database",
                """
                destination:
                  name: shaped
                  create: true
                  type: kubernetes.io/basic-auth
                  labels: {app: web}
                  annotations: {example.com/a: "b"}
                  transformation:
                    excludes: ["^tls", "port"]
                    includes: ["^user", "^pass", "port", "^tls"]
                    templates:
                      username: {text: "{{ .Secrets.username | upper }}"}
                      url:
                        text: |-
                          {{- with .Secrets -}}
                          {{ .username }}:{{ .password | urlquery }}@{{ end }}{{ get .Secrets "tls.ca" }}:{{ .Secrets.port }}
                          {{- range .Secrets.hosts }} {{ . }}/{{ $.Secrets.username }}{{ end }}
                          {{- if .Secrets.absent }}!{{ else }} {{ .Secrets.options.a }} {{ .Labels.team }}{{ end }}
                """));
    assertThat(secret.getType()).isEqualTo("kubernetes.io/basic-auth");
    assertThat(secret.getMetadata().getLabels()).containsEntry("app", "web");
    assertThat(secret.getMetadata().getAnnotations()).containsEntry("example.com/a", "b");
    assertThat(shop.data("shaped"))
        .isEqualTo(
            Map.of(
                "username", "SHOP",
                "password", "p\"a$$ <&> w\\ö\n",
                "url",
                    "shop:p%22a%24%24+%3C%26%3E+w%5C%C3%B6%0A@authority:5432"
                        + " a.example/shop b.example/shop x shop"));
  }

  /** The operator marks a Secret as its own, but not as controlled. */
  @Test
  @Proves("P055")
  void theSecretThatIsThereStaysTheSameObject() {
    ConfigMap owner =
        installation
            .client()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("owner")
                    .withNamespace(mount)
                    .endMetadata()
                    .build())
            .create();
    Secret before =
        installation
            .client()
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("there")
                    .withNamespace(mount)
                    .addToLabels("app.kubernetes.io/managed-by", "hashicorp-vso")
                    .withOwnerReferences(
                        List.of(
                            new OwnerReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("ConfigMap")
                                .withName("owner")
                                .withUid(owner.getMetadata().getUid())
                                .build()))
                    .endMetadata()
                    .withType("Opaque")
                    .addToStringData("k", "two")
                    .addToStringData("_raw", "{}")
                    .build())
            .create();
    Secret after =
        migrated(
            "VaultStaticSecret", "there", keyValue("versioned", DESTINATION.formatted("there")));
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getData()).isEqualTo(before.getData());
  }

  @Test
  @Proves("P055")
  void aCertificateHasItsKeys() {
    String issue =
        "mount: %s-pki\nrole: web\ncommonName: shop.example.com\nttl: 5m\n".formatted(mount);
    migrated("VaultPKISecret", "plain", issue + DESTINATION.formatted("plain"));
    Map<String, String> plain = shop.data("plain");
    assertThat(plain).containsOnlyKeys("certificate", "private_key");
    assertThat(plain.get("certificate"))
        .startsWith("-----BEGIN CERTIFICATE-----")
        .endsWith("-----END CERTIFICATE-----")
        .containsOnlyOnce("BEGIN CERTIFICATE");
    assertThat(plain.get("private_key")).endsWith("PRIVATE KEY-----");
    Secret secret =
        migrated(
            "VaultPKISecret",
            "web-tls",
            issue + "destination: {name: web-tls, create: true, type: kubernetes.io/tls}");
    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    Map<String, String> tls = shop.data("web-tls");
    assertThat(tls).containsOnlyKeys("certificate", "private_key", "tls.crt", "tls.key", "ca.crt");
    assertThat(tls.get("tls.crt")).startsWith(String.valueOf(tls.get("certificate")));
    assertThat(tls.get("tls.key")).startsWith(String.valueOf(tls.get("private_key")));
  }
}
