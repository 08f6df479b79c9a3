package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and its backend, and counts. Until {@link #to} all goes to the backend;
 * afterwards a scripted server stands in its place: the client's own request, credentials and all,
 * goes over a real socket through the client of production. {@link #at} leads one request there.
 */
public final class Detour implements AutoCloseable {
  private static final Duration APPLYING = Duration.ofSeconds(15);

  private final AtomicReference<Optional<Way>> way = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> backend = new AtomicReference<>(Optional.empty());
  private final List<BackendHttp.Request> asked = new ArrayList<>();

  /** Where a request goes instead. */
  private interface Way extends AutoCloseable {
    Outcome<BackendHttp.Answer> send(
        BackendHttp.Request request, int number, Deadline deadline, BackendHttp http);

    @Override
    void close();
  }

  /** What the client is to be opened with. */
  public BackendHttp around(BackendHttp http) {
    return new BackendHttp() {
      @Override
      public Outcome<Answer> send(Request request, Deadline deadline) {
        if (!isForTheBackend(request)) {
          return http.send(request, deadline);
        }
        int number = count(request);
        Optional<Way> other = way.get();
        return other.isPresent()
            ? other.get().send(request, number, deadline, http)
            : http.send(request, deadline);
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  /** From now on this server answers for the backend. */
  public void to(ScriptedServer server, TlsTrust trust) {
    take(
        new Elsewhere(server, trust) {
          @Override
          public Outcome<BackendHttp.Answer> send(
              BackendHttp.Request request, int number, Deadline deadline, BackendHttp http) {
            return instead(request, deadline);
          }
        });
  }

  /**
   * This server answers for the backend once, after which the backend answers again.
   *
   * @param number of the request that it answers, the next one being 1
   * @param applied whether the backend gets that request too, and what it says to it is lost
   * @param patience of the client for that answer
   */
  void at(int number, boolean applied, Duration patience, ScriptedServer server, TlsTrust trust) {
    restart();
    take(
        new Elsewhere(server, trust) {
          @Override
          public Outcome<BackendHttp.Answer> send(
              BackendHttp.Request request, int its, Deadline deadline, BackendHttp http) {
            if (its != number) {
              return http.send(request, deadline);
            }
            if (applied) {
              http.send(request, Deadline.after(APPLYING)).map(Detour::lost);
            }
            boolean sooner = patience.compareTo(deadline.left()) < 0;
            return instead(request, sooner ? Deadline.after(patience) : deadline);
          }
        });
  }

  private static boolean lost(BackendHttp.Answer answer) {
    answer.close();
    return true;
  }

  /** Something happens right before a request, the next one being 1. */
  void before(int number, Runnable happening) {
    restart();
    take(
        new Way() {
          @Override
          public Outcome<BackendHttp.Answer> send(
              BackendHttp.Request request, int its, Deadline deadline, BackendHttp http) {
            if (its == number) {
              happening.run();
            }
            return http.send(request, deadline);
          }

          @Override
          public void close() {}
        });
  }

  /** The backend answers again. */
  void back() {
    close();
  }

  /** Counts from here on. */
  void restart() {
    synchronized (asked) {
      asked.clear();
    }
  }

  /** What the backend was asked since the last {@link #restart}; bodies are gone. */
  List<BackendHttp.Request> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  private int count(BackendHttp.Request request) {
    synchronized (asked) {
      asked.add(request);
      return asked.size();
    }
  }

  /** The first host that was asked is the backend; whatever another host is told goes there. */
  private boolean isForTheBackend(BackendHttp.Request request) {
    Optional<String> host = Optional.of(request.uri().getRawAuthority());
    return backend.updateAndGet(known -> known.isPresent() ? known : host).equals(host);
  }

  private void take(Way next) {
    way.getAndSet(Optional.of(next)).ifPresent(Way::close);
  }

  @Override
  public void close() {
    way.getAndSet(Optional.empty()).ifPresent(Way::close);
  }

  /** A way to a scripted server, by the client of production. */
  private abstract static class Elsewhere implements Way {
    private final URI server;
    private final JdkBackendHttp http;

    Elsewhere(ScriptedServer server, TlsTrust trust) {
      this.server = server.uri();
      this.http =
          new JdkBackendHttp(
              EndpointPolicy.of(List.of(this.server.toString()), Set.of()),
              trust,
              JdkBackendHttp.CONNECT_TIMEOUT);
    }

    final Outcome<BackendHttp.Answer> instead(BackendHttp.Request request, Deadline deadline) {
      URI asked = request.uri();
      String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
      return http.send(
          new BackendHttp.Request(
              request.method(),
              URI.create(server + asked.getRawPath() + query),
              request.headers(),
              request.body(),
              request.bodyLimit()),
          deadline);
    }

    @Override
    public void close() {
      http.close();
    }
  }
}
