package dev.keyturn.e2e.node;

import dev.keyturn.e2e.process.CommandResult;
import dev.keyturn.e2e.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Vault in memory beside the pods of a node, with a KV engine of version 2 at {@code secret}. */
final class NodeVault {
  static final String URL = "http://" + RealNode.SERVER_ADDRESS + ":8200";

  /** Its root token; nothing outside the node can reach this Vault. */
  static final String TOKEN = "test-root-token";

  private final RealNode node;
  private final Path program;

  NodeVault(RealNode node, Path program) {
    this.node = node;
    this.program = program;
  }

  /** Waits until it answers; it ends with the node. */
  ServerProcess start() {
    ServerProcess server =
        node.startServer(
            "vault",
            List.of(
                program.toString(),
                "server",
                "-dev",
                "-dev-root-token-id=" + TOKEN,
                "-dev-no-store-token",
                "-dev-listen-address=" + RealNode.SERVER_ADDRESS + ":8200"),
            Map.of());
    server.awaitReady(Duration.ofMinutes(1), () -> run("status").successful());
    return server;
  }

  /** Writes the next version of a secret with one property. */
  void put(String path, String property, String value) {
    run("kv", "put", "-mount=secret", path, property + "=" + value).orThrow();
  }

  private CommandResult run(String... arguments) {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(arguments));
    return node.run(line, Map.of("VAULT_ADDR", URL, "VAULT_TOKEN", TOKEN));
  }
}
