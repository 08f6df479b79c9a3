package dev.keyturn.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "KEYTURN_BENCH_PEER_NAME", "Other 1.0",
          "KEYTURN_BENCH_PEER_COMMAND", "other --kubeconfig={kubeconfig} --port={port} {namespace}",
          "KEYTURN_BENCH_PEER_MANIFESTS", "peers/external-secrets");

  @Test
  void withoutANameThereIsNoPeer() {
    assertThat(Peer.of(Map.of())).isEmpty();
  }

  @Test
  void fillsInItsCommandAndReplacesTheShell() {
    Peer peer = Peer.of(VARIABLES).orElseThrow();

    assertThat(
            peer.command(
                new Subject.Launch(
                    Path.of("/tmp/k"),
                    "operator",
                    8080,
                    List.of(URI.create("http://v")),
                    Path.of("/tmp"))))
        .containsExactly("/bin/sh", "-c", "exec other --kubeconfig=/tmp/k --port=8080 operator");
    assertThat(peer.readyPath()).isEmpty();
    assertThat(peer.manifests().hasSharedStore()).isTrue();
  }

  @Test
  void aVariableThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Peer.of(Map.of("KEYTURN_BENCH_PEER_NAME", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KEYTURN_BENCH_PEER_COMMAND");
  }
}
