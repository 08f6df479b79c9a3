package dev.keyturn.e2e.manifests;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.ManifestTree;
import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.CustomResources;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The real API server accepts and refuses each manifest as its file name says. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
class ManifestTreeOnRealServerTest {
  @TestFactory
  Stream<DynamicTest> manifestsAreJudgedAsTheirNamesSay(RealControlPlane cluster) {
    CustomResources resources = CustomResources.install(cluster);
    return ManifestTree.cases().stream()
        .map(manifest ->
            DynamicTest.dynamicTest(
                manifest.path(),
                () -> judge(cluster, resources.collection(manifest.kind(), "default"), manifest)));
  }

  private static void judge(
      RealControlPlane cluster, String collection, ManifestTree.Case manifest) {
    Answer answer =
        cluster
            .admin()
            .call(
                "POST",
                collection + "?dryRun=All&fieldValidation=Strict",
                "application/yaml",
                manifest.yaml());
    if (manifest.valid()) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    } else {
      assertThat(answer.status()).as(answer.text()).isIn(400, 422);
      assertThat(answer.json().path("message").asText()).contains(manifest.expected());
    }
  }
}
