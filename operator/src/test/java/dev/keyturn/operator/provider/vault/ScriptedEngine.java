package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** A Vault that gives the answers it was told, in their order, to the requests of an engine. */
final class ScriptedEngine implements AutoCloseable {
  private final Queue<ScriptedServer.Script> answers = new ArrayDeque<>();
  private final ScriptedServer server =
      ScriptedServer.plain((request, peer) -> answers.remove().answer(request, peer));
  private final JdkBackendHttp http =
      new JdkBackendHttp(
          EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
          TlsTrust.system(),
          JdkBackendHttp.CONNECT_TIMEOUT);

  VaultTransport transport() {
    return new ThinTransport(new VaultAddress(server.uri()), http);
  }

  EngineCalls calls() {
    return new EngineCalls(
        transport(), new StatusMeaning(InstantSource.system()), Optional.empty());
  }

  void next(ScriptedServer.Script answer) {
    answers.add(answer);
  }

  void next(int status, String body) {
    next((request, peer) -> peer.json(status, body));
  }

  /** As {@code GET /v1/seal/keys/app}, in their order. */
  List<String> requests() {
    return server.requests().stream()
        .map(request -> request.method() + " " + request.target())
        .toList();
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
