package dev.keyturn.operator.provider.kubernetes;

import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@OnBackend(value = Backend.KUBERNETES, leaves = "V5")
@CannotOccur(value = "V10", why = "a deletion is final, and a Secret has no versions")
@Proves("P002")
class KubernetesContractTest extends ProviderContract {
  private static Optional<DevCluster> cluster = Optional.empty();

  @BeforeAll
  static void start() throws IOException {
    cluster = Optional.of(DevCluster.start(DevClusterOptions.defaults().withTls(false)));
  }

  @AfterAll
  static void stop() {
    cluster.ifPresent(DevCluster::close);
  }

  @Override
  protected ContractBackend newBackend() {
    return new DevClusterBackend(cluster.orElseThrow());
  }
}
