package dev.keyturn.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The embedded server answers every script as Kubernetes does, but for the written differences. The
 * answers of Kubernetes are the recorded ones, which {@link ScriptsOnRealServerTest} compares with
 * the real server: so this needs no other program.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedServerConformanceTest {
  private final AllowedDifferences allowed = AllowedDifferences.read(Scripts.differences());
  private final List<Difference> found = new ArrayList<>();
  private final EmbeddedServer server;

  EmbeddedServerConformanceTest() throws IOException {
    server = EmbeddedServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> answersAreThoseOfKubernetes() {
    Stream<DynamicTest> scripts =
        Stream.concat(Stream.of(Scripts.setup()), Scripts.all().stream())
            .map(script -> DynamicTest.dynamicTest(script.name(), () -> compare(script)));
    DynamicTest list =
        DynamicTest.dynamicTest(
            "every written difference exists", () -> assertThat(allowed.unusedBy(found)).isEmpty());
    return Stream.concat(scripts, Stream.of(list));
  }

  private void compare(Script script) {
    List<Transcript.Entry> embedded = Normaliser.normalise(ScriptRunner.run(server, script));
    List<Difference> differences =
        Difference.between(script.name(), Recording.read(script.name()), embedded);
    found.addAll(differences);
    assertThat(differences.stream().filter(difference -> !allowed.allow(difference))).isEmpty();
  }
}
