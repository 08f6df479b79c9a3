package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and its backend. Until {@link #to} all goes to the backend; afterwards a
 * scripted server stands in its place: the client's own request, credentials and all, goes over a
 * real socket through the client of production.
 */
public final class Detour implements AutoCloseable {
  private final AtomicReference<Optional<Way>> way = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> backend = new AtomicReference<>(Optional.empty());

  private record Way(URI server, JdkBackendHttp http) {}

  /** What the client is to be opened with. */
  public BackendHttp around(BackendHttp http) {
    return new BackendHttp() {
      @Override
      public Outcome<Answer> send(Request request, Deadline deadline) {
        return way.get()
            .map(other -> other.http().send(redirected(request, other.server()), deadline))
            .orElseGet(() -> http.send(request, deadline));
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  /** From now on this server answers for the backend. */
  public void to(ScriptedServer server, TlsTrust trust) {
    JdkBackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
            trust,
            JdkBackendHttp.CONNECT_TIMEOUT);
    way.getAndSet(Optional.of(new Way(server.uri(), http)))
        .ifPresent(before -> before.http().close());
  }

  /** The backend answers again. */
  void back() {
    close();
  }

  /** The first host that was asked is the backend; whatever another host is told goes there. */
  private BackendHttp.Request redirected(BackendHttp.Request request, URI server) {
    URI asked = request.uri();
    Optional<String> host = Optional.of(asked.getRawAuthority());
    Optional<String> first = backend.updateAndGet(known -> known.isPresent() ? known : host);
    if (!first.equals(host)) {
      return request;
    }
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    return new BackendHttp.Request(
        request.method(),
        URI.create(server + asked.getRawPath() + query),
        request.headers(),
        request.body(),
        request.bodyLimit());
  }

  @Override
  public void close() {
    way.getAndSet(Optional.empty()).ifPresent(other -> other.http().close());
  }
}
