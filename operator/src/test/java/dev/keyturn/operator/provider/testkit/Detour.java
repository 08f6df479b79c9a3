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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Stands between a client and its backend. Until {@link #to} all goes to the backend; afterwards a
 * scripted server stands in its place: the client's own request, credentials and all, goes over a
 * real socket through the client of production.
 */
public final class Detour implements AutoCloseable {
  private final AtomicReference<Optional<Way>> way = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> backend = new AtomicReference<>(Optional.empty());

  /** Of AWS, which asks by POST too. */
  private static final Pattern QUESTION = Pattern.compile("\\w+\\.(?:Describe|Get|List|Batch)\\w*");

  /**
   * Where requests go.
   *
   * @param losing the change that the backend gets as well, counted from 0; empty where it gets
   *     none
   */
  private record Way(URI server, JdkBackendHttp http, Optional<Countdown> losing) {}

  /** Counts changes. */
  private static final class Countdown {
    private int left;

    Countdown(int before) {
      this.left = before;
    }

    /** True for the one that was counted down to. */
    synchronized boolean isIt() {
      return left-- == 0;
    }
  }

  /** What the client is to be opened with. */
  public BackendHttp around(BackendHttp http) {
    return new BackendHttp() {
      @Override
      public Outcome<Answer> send(Request request, Deadline deadline) {
        return way.get()
            .map(other -> sent(other, http, request, deadline))
            .orElseGet(() -> http.send(request, deadline));
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  private Outcome<BackendHttp.Answer> sent(
      Way other, BackendHttp http, BackendHttp.Request request, Deadline deadline) {
    if (other.losing().isPresent()) {
      if (!isChange(request) || !other.losing().get().isIt()) {
        return http.send(request, deadline);
      }
      http.send(request, deadline)
          .map(answer -> {
            answer.close();
            return answer;
          });
    }
    return other.http().send(redirected(request, other.server()), deadline);
  }

  private static boolean isChange(BackendHttp.Request request) {
    String target =
        request.headers().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("X-Amz-Target"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    return !request.method().equals("GET")
        && !request.method().equals("LIST")
        && !QUESTION.matcher(target).matches();
  }

  /**
   * From now on the backend does all, but the reply to one change is lost, and this server's comes
   * in its place.
   *
   * @param change which one, counted from 0
   */
  void lose(ScriptedServer server, int change) {
    to(server, TlsTrust.system(), Optional.of(new Countdown(change)));
  }

  /** From now on this server answers for the backend. */
  public void to(ScriptedServer server, TlsTrust trust) {
    to(server, trust, Optional.empty());
  }

  private void to(ScriptedServer server, TlsTrust trust, Optional<Countdown> losing) {
    JdkBackendHttp http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(server.uri().toString()), Set.of()),
            trust,
            JdkBackendHttp.CONNECT_TIMEOUT);
    way.getAndSet(Optional.of(new Way(server.uri(), http, losing)))
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
