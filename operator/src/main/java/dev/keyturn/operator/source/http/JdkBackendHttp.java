package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.source.memory.CallRoom;
import dev.keyturn.operator.source.memory.StoreRoom;
import dev.keyturn.operator.tls.OfferedCiphers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;

/**
 * {@link BackendHttp} on the JDK's client. HTTP/1.1, because a Vault Agent does not take the
 * upgrade to HTTP/2; no proxy, because behind one the address filter would see the proxy alone.
 */
public final class JdkBackendHttp implements BackendHttp {
  /** Default wait for a connection. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final Set<String> READS = Set.of("GET", "HEAD", "LIST");

  private final EndpointPolicy policy;
  private final HostLookup lookup;
  private final StoreRoom store;
  private final ExecutorService threads;
  private final Executor guarded;
  private final HttpClient client;
  private final WebSocketClient sockets;

  /** A client whose answers are no values of any store. */
  public JdkBackendHttp(EndpointPolicy policy, TlsTrust trust, Duration connectTimeout) {
    this(policy, trust, connectTimeout, StoreRoom.ofNone());
  }

  /**
   * A client of a store.
   *
   * @param store where its larger answers find room
   */
  public JdkBackendHttp(
      EndpointPolicy policy, TlsTrust trust, Duration connectTimeout, StoreRoom store) {
    this(policy, trust, connectTimeout, store, HostLookup.ofTheSystem());
  }

  /**
   * The same.
   *
   * @param lookup says whether a name is known, and what it leads to
   */
  public JdkBackendHttp(
      EndpointPolicy policy,
      TlsTrust trust,
      Duration connectTimeout,
      StoreRoom store,
      HostLookup lookup) {
    this.policy = policy;
    this.lookup = lookup;
    this.store = store;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.guarded = NameGuard.guarded(threads, policy);
    this.sockets = new WebSocketClient(trust, connectTimeout, SILENCE);
    this.client =
        HttpClient.newBuilder()
            .executor(guarded)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(connectTimeout)
            .sslContext(trust.context())
            .sslParameters(
                OfferedCiphers.sorted(new SSLParameters(null, VERSIONS), trust.context()))
            .build();
  }

  @Override
  public Outcome<Answer> send(Request request, Deadline deadline) {
    return checked(request.uri(), deadline).then(addresses -> exchange(request, deadline));
  }

  @Override
  public Outcome<Upgrade> upgrade(UpgradeRequest request, Deadline deadline) {
    return checked(request.uri(), deadline)
        .then(addresses -> {
          try {
            Endpoint endpoint = Endpoint.of(request.uri()).orElseThrow();
            return Outcome.ok(sockets.open(request, endpoint, addresses, deadline));
          } catch (SocketTimeoutException late) {
            return Outcome.failed(FailureClass.Timeout);
          } catch (IOException failed) {
            return Outcome.failed(TransportFault.of(failed).kind());
          }
        });
  }

  /** The addresses of where a request goes, all of which it may reach. */
  private Outcome<List<InetAddress>> checked(URI uri, Deadline deadline) {
    if (!policy.allows(uri)) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.ENDPOINT);
    }
    if (!policy.lists(uri)) {
      return Outcome.failed(FailureClass.ScopeDenied, FailureDetail.ENDPOINT);
    }
    return checkAddresses(uri, deadline);
  }

  /**
   * Tells a refused address from an unknown name; the resolver checks the addresses again that are
   * connected to. Only {@code localhost} rests on this check alone: the JDK gives it the loopback
   * address where a resolver refuses it.
   */
  private Outcome<List<InetAddress>> checkAddresses(URI uri, Deadline deadline) {
    Endpoint endpoint = Endpoint.of(uri).orElseThrow();
    if (endpoint.literal().isPresent()) {
      return Outcome.ok(List.of(endpoint.literal().get()));
    }
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    // On a thread without the policy: a refusal must not look like a name that does not exist.
    threads.execute(() -> complete(found, endpoint.host()));
    Outcome<List<InetAddress>> addresses = await(found, deadline, true);
    return addresses.then(all ->
        all.stream().allMatch(address -> policy.reaches(endpoint, address))
            ? Outcome.ok(all)
            : Outcome.failed(FailureClass.InvalidData, FailureDetail.ENDPOINT));
  }

  private void complete(CompletableFuture<List<InetAddress>> found, String host) {
    try {
      found.complete(lookup.addresses(host));
    } catch (UnknownHostException unknown) {
      found.completeExceptionally(unknown);
    }
  }

  private Outcome<Answer> exchange(Request request, Deadline deadline) {
    if (deadline.passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    HttpRequest prepared;
    byte[] sent = request.body().map(body -> body.with(byte[]::clone)).orElse(new byte[0]);
    try {
      prepared = prepare(request, sent);
    } catch (IllegalArgumentException illegalHeader) {
      return Outcome.failed(FailureClass.Internal);
    }
    try {
      return CallRoom.ofCurrent(room -> exchange(request, prepared, deadline, room));
    } finally {
      Arrays.fill(sent, (byte) 0);
    }
  }

  private Outcome<Answer> exchange(
      Request request, HttpRequest prepared, Deadline deadline, CallRoom room) {
    // Whoever asks anew has read the last answer.
    room.giveBack();
    BoundedBody body = new BoundedBody(request.bodyLimit(), store, room);
    CompletableFuture<HttpResponse<Outcome<SecretBytes>>> running =
        client.sendAsync(
            prepared,
            head -> {
              if (!request.method().equals("HEAD")) {
                body.expect(head.headers());
              }
              return body;
            });
    boolean harmless = READS.contains(request.method());
    try {
      Outcome<Answer> outcome =
          await(running, deadline, harmless).then(response -> answer(response, harmless));
      if (outcome instanceof Outcome.Failed<Answer> && body.waits()) {
        room.runShort();
        return Outcome.failed(failure(FailureClass.Throttled, !harmless));
      }
      return outcome;
    } finally {
      if (!running.isDone()) {
        running.cancel(true);
      }
      body.cancel();
    }
  }

  private static HttpRequest prepare(Request request, byte[] sent) {
    BodyPublisher publisher =
        request.body().isPresent() ? BodyPublishers.ofByteArray(sent) : BodyPublishers.noBody();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .method(request.method(), publisher)
            .setHeader("Accept-Encoding", "identity");
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  /** What cannot be read of an answer takes nothing back of what the request did. */
  private static Outcome<Answer> answer(
      HttpResponse<Outcome<SecretBytes>> response, boolean harmless) {
    Map<String, String> headers = firstValues(response.headers());
    String encoding = headers.getOrDefault("content-encoding", "identity");
    Outcome<SecretBytes> body = response.body();
    if (!encoding.equalsIgnoreCase("identity")) {
      body.map(bytes -> {
        bytes.close();
        return true;
      });
      return Outcome.failed(
          failure(FailureClass.InvalidData, !harmless).withStatus(response.statusCode()));
    }
    return switch (body) {
      case Outcome.Ok<SecretBytes>(SecretBytes bytes) ->
          Outcome.ok(new Answer(response.statusCode(), headers, bytes));
      case Outcome.Failed<SecretBytes>(Failure failure) ->
          Outcome.failed(failure.withMayHaveApplied(failure.mayHaveApplied() || !harmless));
    };
  }

  private static Map<String, String> firstValues(HttpHeaders headers) {
    Map<String, String> first = new HashMap<>();
    headers.map().forEach((name, all) -> first.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
    return Map.copyOf(first);
  }

  private static <T> Outcome<T> await(
      CompletableFuture<T> running, Deadline deadline, boolean harmless) {
    try {
      return Outcome.ok(running.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      return Outcome.failed(failure(FailureClass.Timeout, !harmless));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Outcome.failed(failure(FailureClass.Unavailable, !harmless));
    } catch (ExecutionException failed) {
      TransportFault fault = TransportFault.of(failed);
      return Outcome.failed(
          failure(fault.kind(), !harmless && !fault.beforeTheRequest()).withDetail(fault.detail()));
    }
  }

  private static Failure failure(FailureClass kind, boolean mayHaveApplied) {
    return new Failure(
        kind,
        FailureDetail.NONE,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        mayHaveApplied);
  }

  @Override
  public void close() {
    sockets.close();
    client.shutdownNow();
    threads.shutdownNow();
  }
}
