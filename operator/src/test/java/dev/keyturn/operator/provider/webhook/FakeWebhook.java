package dev.keyturn.operator.provider.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service behind HTTPS that keeps documents below {@code /v1/} and hands them to whoever has the
 * key, and faults that answer in place of it.
 */
public final class FakeWebhook implements AutoCloseable {
  /** The key that requests carry in the header {@code X-Api-Key}. */
  public static final String KEY = "k-7f3a";

  private final TestCertificates authority = new TestCertificates("webhook");
  private final Map<String, ScriptedServer.Script> faults = new ConcurrentHashMap<>();
  private final Map<String, Document> documents = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final ScriptedServer server =
      ScriptedServer.tls(
          authority.server("127.0.0.1", Instant.now().plus(Duration.ofDays(1))), this::answer);

  private record Document(String type, byte[] body, int revision) {}

  /** Where it is, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  /** Who vouches for it, PEM. */
  public String pem() {
    return authority.pem();
  }

  /** What it was asked, the probes left out. */
  public List<ScriptedServer.Seen> requests() {
    return server.requests().stream().filter(seen -> !seen.method().equals("HEAD")).toList();
  }

  /** Stores a document. */
  public void put(String key, String type, byte[] body) {
    documents.merge(
        key,
        new Document(type, body, 1),
        (before, after) -> new Document(type, body, before.revision() + 1));
  }

  /** Stores JSON. */
  public void put(String key, String json) {
    put(key, "application/json; charset=utf-8", json.getBytes(UTF_8));
  }

  /** Forgets a document. */
  public void remove(String key) {
    documents.remove(key);
  }

  /** Hands it to nobody any more. */
  public void deny(String key) {
    denied.add(key);
  }

  /** The next request of the document is answered like this. */
  public void next(String key, ScriptedServer.Script script) {
    faults.put(key, script);
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    if (request.method().equals("HEAD")) {
      peer.answer(404, "", "");
      return;
    }
    ScriptedServer.Script fault = faults.remove(key(request.target()));
    if (fault != null) {
      fault.answer(request, peer);
    } else if (!KEY.equals(request.headers().get("x-api-key"))) {
      peer.json(401, "{}");
    } else {
      serve(key(request.target()), peer);
    }
  }

  private static String key(String target) {
    return URLDecoder.decode(target.substring("/v1/".length()).replace("+", "%2B"), UTF_8);
  }

  private void serve(String key, ScriptedServer.Peer peer) throws IOException {
    Optional<Document> document = Optional.ofNullable(documents.get(key));
    if (denied.contains(key)) {
      peer.json(403, "{}");
    } else if (document.isEmpty()) {
      peer.json(404, "{\"error\":\"not found\"}");
    } else {
      byte[] body = document.get().body();
      peer.raw(
          "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nETag: \"r%d\"\r\nContent-Length: %d\r\n"
                  .formatted(document.get().type(), document.get().revision(), body.length)
              + "Connection: close\r\n\r\n");
      peer.raw(body);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
