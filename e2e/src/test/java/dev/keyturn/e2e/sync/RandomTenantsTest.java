package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.ClusterSecretStore;
import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SecretSync;
import dev.keyturn.crds.v1alpha1.TenantSecretScope;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultRequest;
import dev.keyturn.proof.Proves;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * Four tenants share a Vault, whose token opens all of it: one may read its whole folder, one a
 * part of it, one now and then, and one nothing. At random each asks for what is its own and what
 * is another's, and Vault's own record says who got what: whoever asks stands in the name of what
 * is asked for.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomTenantsTest {
  private static final List<String> TENANTS = List.of("whole", "part", "sometimes", "never");
  private static final int STEPS = Integer.getInteger("keyturn.tenants.steps", 240);
  private static final int NAMES = 12;

  private final SplittableRandom random;
  private Installation installation;
  private OperatorProcess operator;
  private RealVault vault;
  private String mount;
  private Pattern own;

  RandomTenantsTest() {
    long seed = Long.getLong("keyturn.seed", new SplittableRandom().nextLong());
    LoggerFactory.getLogger(RandomTenantsTest.class).warn("keyturn.seed={}", seed);
    random = new SplittableRandom(seed);
  }

  @BeforeAll
  void install(RealControlPlane cluster, RealVault realVault) {
    vault = realVault;
    installation = Installation.enrolled(cluster, TENANTS.toArray(String[]::new));
    mount = installation.namespace();
    own =
        Pattern.compile(
            Pattern.quote(mount)
                + "/(?:data|metadata)/tenants/(?<owner>\\w+)/for-(?<reader>\\w+)(?:/[ab])?/?");
    vault.keyValues().mount(mount, 2);
    for (String owner : TENANTS) {
      for (String reader : TENANTS) {
        for (String key : List.of("a", "b")) {
          vault.keyValues().write(mount, folder(owner, reader) + "/" + key, Map.of("v", owner));
        }
      }
    }
    tenant(0).secret("vault-token", "token", vault.rootToken());
    operator = installation.start("keyturn-0", "--endpoints-allow", vault.url().toString());
    store(mount, "");
    store(mount + "-prefixed", "keyPrefix: tenants/");
  }

  @AfterAll
  void uninstall() {
    for (String store : List.of(mount, mount + "-prefixed")) {
      installation.client().resources(ClusterSecretStore.class).withName(store).delete();
    }
    TENANTS.forEach(this::revoke);
    operator.close();
    installation.close();
  }

  private static String folder(String owner, String reader) {
    return "tenants/" + owner + "/for-" + reader;
  }

  private Objects tenant(int index) {
    return new Objects(installation.client(), installation.tenant(index));
  }

  private void store(String name, String more) {
    tenant(0)
        .apply(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: ClusterSecretStore
            metadata: {name: %s}
            spec:
              provider:
                vault:
                  server: %s
                  path: %s
                  auth: {tokenSecretRef: {name: vault-token, key: token, namespace: %s}}
              %s
            """
                .formatted(name, vault.url(), mount, installation.tenant(0), more));
  }

  private void grant(String tenant, String path) {
    tenant(0)
        .apply(
            """
            apiVersion: keyturn.dev/v1alpha1
            kind: TenantSecretScope
            metadata: {name: %1$s-%2$s}
            spec:
              tenant: %2$s
              namespaces: {names: [%3$s]}
              stores:
                - {name: %1$s, read: ["%4$s"]}
                - {name: %1$s-prefixed, read: ["%4$s"]}
            """
                .formatted(mount, tenant, installation.tenant(TENANTS.indexOf(tenant)), path));
  }

  private void revoke(String tenant) {
    installation
        .client()
        .resources(TenantSecretScope.class)
        .withName(mount + "-" + tenant)
        .delete();
  }

  @Test
  @Proves({"F074", "P053"})
  void nobodyReadsWhatIsNotItsOwnWhateverItAsksFor() {
    VaultLedger.Mark start = vault.ledger().mark();
    grant("whole", "tenants/${tenant}/**");
    grant("part", "tenants/part/for-part/a");
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(10) == 0) {
        if (random.nextBoolean()) {
          grant("sometimes", "tenants/sometimes/**");
        } else {
          revoke("sometimes");
        }
      }
      int asking = random.nextInt(TENANTS.size());
      ask(asking, sync(TENANTS.get(asking)));
    }
    Awaitility.await().atMost(Duration.ofSeconds(120)).until(this::allAreJudged);

    List<String> read =
        vault.ledger().since(start).stream()
            .map(VaultRequest::path)
            .filter(path -> path.startsWith(mount + "/"))
            .toList();
    assertThat(read).isNotEmpty().allSatisfy(this::isOwn);
    assertThat(read)
        .noneMatch(path -> path.contains("for-never"))
        // The names in a folder may be listed for the one in it that is granted.
        .noneMatch(path -> path.endsWith("for-part/b"))
        .anyMatch(path -> path.endsWith("whole/for-whole/b"))
        .anyMatch(path -> path.endsWith("part/for-part/a"));
    for (int i = 0; i < TENANTS.size(); i++) {
      String tenant = TENANTS.get(i);
      for (SecretSync sync : syncs(i)) {
        assertThat(tenant(i).data(sync.getMetadata().getName()).values())
            .allMatch(value -> value.contains(tenant));
      }
    }
  }

  private void ask(int tenant, String sync) {
    try {
      tenant(tenant).apply(sync);
    } catch (KubernetesClientException e) {
      // Some other words for a path are no paths to the schema.
      assertThat(e.getCode()).as(sync).isEqualTo(422);
    }
  }

  private void isOwn(String path) {
    Matcher parts = own.matcher(path);
    assertThat(parts.matches()).as(path).isTrue();
    assertThat(parts.group("owner")).as(path).isEqualTo(parts.group("reader"));
  }

  private List<SecretSync> syncs(int tenant) {
    return installation
        .client()
        .resources(SecretSync.class)
        .inNamespace(installation.tenant(tenant))
        .list()
        .getItems();
  }

  /** Each says of its present spec whether it was let in. */
  private boolean allAreJudged() {
    return IntStream.range(0, TENANTS.size())
        .allMatch(i ->
            syncs(i).stream()
                .allMatch(sync ->
                    sync.getStatus() != null
                        && sync.getMetadata()
                            .getGeneration()
                            .equals(sync.getStatus().observedGeneration())
                        && !tenant(i)
                            .condition(sync.getMetadata().getName(), Condition.SYNCED)
                            .isEmpty()));
  }

  private String sync(String reader) {
    boolean prefixed = random.nextInt(3) == 0;
    String store =
        "{name: %s, kind: ClusterSecretStore}".formatted(prefixed ? mount + "-prefixed" : mount);
    String owner = random.nextBoolean() ? reader : TENANTS.get(random.nextInt(TENANTS.size()));
    String path = spelled(folder(owner, reader), owner, reader).substring(prefixed ? 8 : 0);
    String key = random.nextBoolean() ? "a" : "b";
    String rest =
        switch (random.nextInt(5)) {
          case 0 -> "dataFrom: [{find: {path: \"%s\", name: {regexp: '.*'}}}]".formatted(path);
          case 1 ->
              """
              dataFrom:
                - find: {path: "%s", name: {regexp: '.*'}}
                  rewrite: [{regexp: {source: '(.*)', target: '$1-new'}}]\
              """
                  .formatted(path)
                  .indent(2)
                  .strip();
          case 2 -> "dataFrom: [{extract: {key: \"%s/%s\"}}]".formatted(path, key);
          case 3 ->
              "data: [{secretKey: v, remoteRef: {key: \"%s/%s\", property: v}}]"
                  .formatted(path, key);
          default ->
              "data: [{secretKey: v, remoteRef: {key: \"%s/%s\", property: v}, sourceRef: {storeRef: %s}}]"
                  .formatted(path, key, store);
        };
    return Manifests.sync("s" + random.nextInt(NAMES), store, "1h", rest);
  }

  /** As it is, or in other words for the same folder. */
  private String spelled(String path, String owner, String reader) {
    return switch (random.nextInt(6)) {
      case 0 -> "tenants/" + reader + "/../" + owner + "/for-" + reader;
      case 1 -> "tenants/" + owner + "/for-" + reader + "%2f..";
      case 2 -> path.toUpperCase(Locale.ROOT);
      default -> path;
    };
  }
}
