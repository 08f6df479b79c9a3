package dev.keyturn.e2e.manifests;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.cli.detect.Backend;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.dev.Skeletons;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Answer;
import dev.keyturn.proof.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real API server's rules, those in CEL too, on what {@code keyturn init} writes. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
class InitOnRealServerTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whatIsWrittenIsAccepted(Backend backend, RealControlPlane cluster) {
    List<String> written =
        Skeletons.of(folder, Map.of(), "--backend=" + backend, "--keys=a/on,b/on,c#no");
    Answer store = create(cluster, "SecretStore", written.getFirst());
    assertThat(store.status()).as(store.text()).isEqualTo(201);
    Answer sync = create(cluster, "SecretSync", written.getLast());
    assertThat(sync.status()).as(sync.text()).isEqualTo(201);
  }

  @Test
  @Proves("F010")
  void aStoreWithTwoBackendsIsRefused(RealControlPlane cluster) {
    String vault = Skeletons.of(folder, Map.of(), "--backend=vault").getFirst();
    Answer answer = create(cluster, "SecretStore", vault + "    file: {path: secrets.yaml}\n");
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.text()).contains("exactly one of vault, file");
  }

  private static Answer create(RealControlPlane cluster, String kind, String yaml) {
    String collection = CustomResources.install(cluster).collection(kind, "default");
    return cluster
        .admin()
        .call("POST", collection + "?dryRun=All&fieldValidation=Strict", "application/yaml", yaml);
  }
}
