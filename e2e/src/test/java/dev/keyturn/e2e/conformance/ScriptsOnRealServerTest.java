package dev.keyturn.e2e.conformance;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.kube.RealControlPlane;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the scripts claim about Kubernetes is true. */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
class ScriptsOnRealServerTest {

  @TestFactory
  Stream<DynamicTest> expectationsHold(RealControlPlane cluster) {
    TestServer server = new RealServer(cluster);
    return Stream.concat(Stream.of(Scripts.setup()), Scripts.all().stream())
        .map(
            script ->
                DynamicTest.dynamicTest(
                    script.name(),
                    () -> assertThat(ScriptRunner.run(server, script).broken()).isEmpty()));
  }
}
