package dev.keyturn.operator.devcluster;

import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A Vault that is well, and answers reads of mount {@code secret} as each key's script says. */
final class ScriptedVault implements AutoCloseable {
  private static final String DATA = "/v1/secret/data/";

  private final Map<String, ScriptedServer.Script> reads = new ConcurrentHashMap<>();
  private final ScriptedServer server;
  private volatile String namespace = "";
  private volatile ScriptedServer.Script events =
      (request, peer) -> peer.json(404, "{\"errors\":[]}");
  private volatile ScriptedServer.Script issues =
      (request, peer) -> peer.json(404, "{\"errors\":[\"no handler for route\"]}");

  ScriptedVault() {
    server = ScriptedServer.plain(this::answer);
  }

  /** With TLS, and the certificate of the context at the time of each connection. */
  ScriptedVault(Supplier<SSLContext> contexts) {
    server = ScriptedServer.tls(contexts, this::answer);
  }

  String url() {
    return server.uri().toString();
  }

  void answers(String key, ScriptedServer.Script script) {
    reads.put(key, script);
  }

  /** It tells of events as this does; from the start it has none. */
  void events(ScriptedServer.Script script) {
    events = script;
  }

  /** Its tokens are of this namespace, {@code team-shop/}; of the root from the start. */
  void tokensOf(String path) {
    namespace = path;
  }

  /** Its PKI engine, mount {@code pki}, issues by this; from the start it has none. */
  void issues(ScriptedServer.Script script) {
    issues = script;
  }

  /** Version 1 of the key is this JSON. */
  void holds(String key, String json) {
    answers(key, (request, peer) -> peer.json(200, whole(json)));
  }

  /** Everything that was asked of it. */
  List<ScriptedServer.Seen> requests() {
    return server.requests();
  }

  /** The whole answer of a key-value engine of version 2. */
  static String whole(String json) {
    return "{\"data\":{\"data\":" + json + ",\"metadata\":{\"version\":1}}}";
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String target = request.target();
    if (target.startsWith("/v1/sys/health")) {
      peer.json(
          200, "{\"initialized\":true,\"sealed\":false,\"standby\":false,\"version\":\"1.21.1\"}");
    } else if (target.equals("/v1/auth/token/lookup-self")) {
      peer.json(
          200,
          "{\"data\":{\"ttl\":0,\"num_uses\":0,\"renewable\":false,\"namespace_path\":\""
              + namespace
              + "\"}}");
    } else if (target.startsWith("/v1/sys/events/subscribe/")) {
      events.answer(request, peer);
    } else if (target.startsWith("/v1/pki/issue/")) {
      issues.answer(request, peer);
    } else if (target.startsWith(DATA)) {
      ScriptedServer.Script read = reads.get(target.substring(DATA.length()));
      if (read == null) {
        peer.json(404, "{\"errors\":[]}");
      } else {
        read.answer(request, peer);
      }
    } else if (target.startsWith("/v1/secret/")) {
      peer.json(404, "{\"errors\":[]}");
    } else {
      peer.json(404, "{\"errors\":[\"no handler for route\"]}");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
