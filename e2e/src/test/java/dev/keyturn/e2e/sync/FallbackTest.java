package dev.keyturn.e2e.sync;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static dev.keyturn.e2e.component.Component.VAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Condition;
import dev.keyturn.crds.v1alpha1.SyncSource;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.operator.OperatorProcess;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultLedger;
import dev.keyturn.e2e.vault.VaultOptions;
import dev.keyturn.proof.Fault;
import dev.keyturn.proof.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two Vaults with the same paths, of which the first one dies. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, VAULT})
class FallbackTest {

  @Test
  @Fault(value = "V33", on = Fault.Tier.R)
  @Proves({"F079", "P074"})
  void theSecondStoreIsReadWhenTheFirstIsDeadAndNeverForWhatItRefuses(
      RealControlPlane cluster, RealVault second, Provision provision) {
    try (RealVault first = RealVault.start(provision, VaultOptions.plain());
        Installation installation = Installation.enrolled(cluster, "fallback")) {
      String mount = installation.tenant(0);
      Objects shop = new Objects(installation.client(), mount);
      first.keyValues().mount(mount, 2);
      second.keyValues().mount(mount, 2);
      first.keyValues().write(mount, "db", Map.of("from", "first"));
      first.keyValues().write(mount, "closed", Map.of("from", "first"));
      for (String key : List.of("db", "closed", "absent")) {
        second.keyValues().write(mount, key, Map.of("from", "second"));
      }
      first
          .access()
          .policy(
              mount,
              """
              path "%1$s/data/db" { capabilities = ["read"] }
              path "%1$s/data/absent" { capabilities = ["read"] }
              """
                  .formatted(mount));
      shop.secret("vault-token", "token", first.access().createToken(Duration.ofHours(1), mount));
      shop.secret("second-token", "token", second.rootToken());
      try (OperatorProcess operator =
          installation.start(
              "keyturn-0",
              "--endpoints-allow",
              first.url().toString(),
              "--endpoints-allow",
              second.url().toString())) {
        assertThat(operator.metrics().sum("keyturn_build_info")).isEqualTo(1);
        shop.apply(Manifests.tokenStore(first, "first", mount));
        shop.apply(
            Manifests.store(
                second, "second", mount, "tokenSecretRef: {name: second-token, key: token}"));
        shop.awaitStore("first", "True/Valid");
        shop.awaitStore("second", "True/Valid");
        VaultLedger.Mark beginning = second.ledger().mark();
        for (String key : List.of("db", "closed", "absent")) {
          shop.apply(
              Manifests.extract(key, "first", "10s", key)
                  + "  fallback: [{storeRef: {name: second}}]\n");
        }
        shop.awaitData("db", Map.of("from", "first"));
        shop.awaitCondition("closed", Condition.SYNCED, "False/AccessDenied");
        shop.awaitCondition("absent", Condition.SYNCED, "False/NotFound");
        for (String key : List.of("db", "closed", "absent")) {
          assertThat(second.ledger().count(beginning, mount + "/data/" + key)).isZero();
        }

        first.server().kill();
        shop.awaitData("db", Map.of("from", "second"));
        shop.awaitCondition("db", Condition.READY, "True/UpToDate");
        assertThat(shop.status("db").sources())
            .extracting(SyncSource::store)
            .containsExactly("SecretStore/second");
      }
    }
  }
}
