package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.testkit.LeasingBackend;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine {@code rabbitmq} of a real Vault or OpenBao: of those that both have built in it needs
 * the least of a server, which is scripted here. It makes a user for each lease ({@code PUT
 * /api/users/NAME}) and deletes it with the lease (RabbitMQ, "Management HTTP API").
 */
final class LeasedUsers implements LeasingBackend, AutoCloseable {
  private static final String USERS = "/api/users/";

  private final RealVault vault;
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final ScriptedServer server = ScriptedServer.plain(this::answer);
  private Optional<String> mount = Optional.empty();

  LeasedUsers(RealVault vault) {
    this.vault = vault;
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    if (request.target().startsWith(USERS)) {
      String user = request.target().substring(USERS.length());
      boolean known = request.method().equals("DELETE") ? users.remove(user) : users.add(user);
      peer.answer(known ? 204 : 404, "", "");
    } else {
      peer.answer(204, "", "");
    }
  }

  private String mounted() {
    if (mount.isEmpty()) {
      String path = "team/mq-" + server.port();
      vault.admin("POST", "sys/mounts/" + path, "{\"type\":\"rabbitmq\"}");
      vault.admin(
          "POST",
          path + "/config/connection",
          """
          {"connection_uri":"%s","username":"admin","password":"x","verify_connection":false}\
          """
              .formatted(server.uri()));
      vault.admin(
          "POST",
          path + "/config/lease",
          "{\"ttl\":%d,\"max_ttl\":%d}".formatted(usual().toSeconds(), longest().toSeconds()));
      vault.admin(
          "POST",
          path + "/roles/app",
          """
          {"vhosts":"{\\"/\\":{\\"configure\\":\\".*\\",\\"write\\":\\".*\\",\\"read\\":\\".*\\"}}"}\
          """);
      mount = Optional.of(path);
    }
    return mount.get();
  }

  @Override
  public LeaseRequest request() {
    return new LeaseRequest(mounted() + "/creds/app", LeaseRequest.Method.GET, Map.of());
  }

  @Override
  public LeaseRequest refused() {
    return new LeaseRequest(mounted() + "/creds/none", LeaseRequest.Method.GET, Map.of());
  }

  @Override
  public Duration usual() {
    return Duration.ofMinutes(30);
  }

  @Override
  public Duration longest() {
    return Duration.ofMinutes(45);
  }

  @Override
  public int alive() {
    return users.size();
  }

  @Override
  public void endAll() {
    vault.admin("POST", "sys/leases/revoke-prefix/" + mounted(), "{\"sync\":true}");
  }

  @Override
  public boolean endsWithItsSession() {
    return true;
  }

  @Override
  public void close() {
    // Its leases end with it, while the server is there that they are of.
    mount.ifPresent(path -> vault.admin("DELETE", "sys/mounts/" + path, ""));
    server.close();
  }
}
