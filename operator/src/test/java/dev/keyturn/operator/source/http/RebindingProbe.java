package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.Request;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.memory.StoreRoom;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs in a JVM of its own, because the JDK finds a resolver on the class path of the JVM alone.
 */
final class RebindingProbe {
  private RebindingProbe() {}

  /** Prints one line for each policy: class of the failure, connections. */
  public static void main(String[] arguments) throws UnknownHostException {
    // Somebody else of this JVM has asked for the name before: that must not matter.
    InetAddress.getByName("rebind.example");
    try (ScriptedServer server =
        ScriptedServer.plain((request, peer) -> peer.answer(200, "", "reached"))) {
      visit(server, "https://*");
      visit(server, "https://rebind.example:" + server.port());
    }
  }

  private static void visit(ScriptedServer server, String entry) {
    // The check sees an open address, the look-up of the connection gives loopback.
    HostLookup rebinding = host -> List.of(InetAddress.ofLiteral("203.0.113.9"));
    try (JdkBackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(entry), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT,
            StoreRoom.ofNone(),
            rebinding)) {
      URI uri = URI.create("https://rebind.example:" + server.port() + "/");
      Outcome<Answer> outcome =
          http.send(
              new Request("GET", uri, Map.of(), Optional.empty(), 100),
              Deadline.after(Duration.ofSeconds(30)));
      if (outcome instanceof Outcome.Failed<Answer> failed) {
        System.out.println(failed.failure().kind() + " " + server.connections());
      }
    }
  }
}
