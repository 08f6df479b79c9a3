package dev.keyturn.e2e.conformance;

import static dev.keyturn.e2e.component.Component.ETCD;
import static dev.keyturn.e2e.component.Component.KUBE_APISERVER;
import static dev.keyturn.e2e.component.Component.KUBE_CONTROLLER_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.e2e.RequiresComponents;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the scripts claim about Kubernetes is true, and the recorded answers are its own. With the
 * system property {@code keyturn.conformance.record=true} they are recorded anew.
 */
@RequiresComponents({ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER})
class ScriptsOnRealServerTest {
  private static final Path SOURCES =
      SourceTree.root().resolve("e2e/src/test/resources/conformance/recorded");

  @TestFactory
  Stream<DynamicTest> expectationsHoldAndAnswersAreTheRecordedOnes(RealControlPlane cluster) {
    TestServer server = new RealServer(cluster);
    boolean comparable = version(server).startsWith(Recording.KUBERNETES + ".");
    return Stream.concat(Stream.of(Scripts.setup()), Scripts.all().stream())
        .map(script ->
            DynamicTest.dynamicTest(script.name(), () -> check(server, script, comparable)));
  }

  private static void check(TestServer server, Script script, boolean comparable) {
    Transcript transcript = ScriptRunner.run(server, script);
    assertThat(transcript.broken()).isEmpty();
    List<Transcript.Entry> answers = Normaliser.normalise(transcript);
    if (Boolean.getBoolean("keyturn.conformance.record")) {
      Recording.write(SOURCES, script.name(), answers);
    } else if (comparable) {
      assertThat(Difference.between(script.name(), Recording.read(script.name()), answers))
          .as("answers that differ from the recorded ones")
          .isEmpty();
    }
  }

  private static String version(TestServer server) {
    return server.caller().get("/version").orThrow().json().path("gitVersion").asText();
  }
}
