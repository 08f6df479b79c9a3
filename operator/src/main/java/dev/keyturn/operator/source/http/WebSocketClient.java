package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.BackendHttp.MessageListener;
import dev.keyturn.operator.provider.BackendHttp.Upgrade;
import dev.keyturn.operator.provider.BackendHttp.UpgradeRequest;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.tls.OfferedCiphers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * WebSockets of one client. The JDK's own reads the refusal of a handshake into memory without a
 * bound, whatever the server sends; this one bounds it, and connects to no other address than one
 * that was checked. Each socket has a virtual thread, which waits for the server.
 */
final class WebSocketClient implements AutoCloseable {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final TlsTrust trust;
  private final Duration connectTimeout;
  private final Duration silence;
  private final Set<Open> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A client without sockets.
   *
   * @param silence after which a server is pinged; after as much again its socket is given up
   */
  WebSocketClient(TlsTrust trust, Duration connectTimeout, Duration silence) {
    this.trust = trust;
    this.connectTimeout = connectTimeout;
    this.silence = silence;
  }

  /**
   * Opens a socket.
   *
   * @param addresses of the endpoint, all of them checked
   * @throws SocketTimeoutException when the deadline has passed
   */
  Upgrade open(
      UpgradeRequest request, Endpoint endpoint, List<InetAddress> addresses, Deadline deadline)
      throws IOException {
    Socket plain = connected(endpoint, addresses, deadline);
    // Ends whatever blocks, a handshake and a write as well, which no timeout of a socket does.
    CompletableFuture<Boolean> inTime = closedUnlessDone(plain, deadline.left());
    @Nullable Upgrade upgrade = null;
    try {
      Socket socket = endpoint.scheme().equals("https") ? secured(plain, endpoint) : plain;
      upgrade = upgraded(request, plain, socket);
      return upgrade;
    } catch (IOException failed) {
      // It may be closed a moment before the deadline, which counts less than a millisecond.
      throw !inTime.getNow(true) || deadline.passed() ? new SocketTimeoutException() : failed;
    } finally {
      inTime.complete(true);
      if (!(upgrade instanceof Open)) {
        plain.close();
      }
    }
  }

  private Socket connected(Endpoint endpoint, List<InetAddress> addresses, Deadline deadline)
      throws IOException {
    IOException last = new ConnectException();
    for (InetAddress address : addresses) {
      if (deadline.passed()) {
        throw new SocketTimeoutException();
      }
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(address, endpoint.port()),
            millis(shorter(connectTimeout, deadline.left())));
        return socket;
      } catch (IOException failed) {
        socket.close();
        last = failed;
      }
    }
    throw last;
  }

  private Upgrade upgraded(UpgradeRequest request, Socket plain, Socket socket) throws IOException {
    WebSocketHandshake handshake = new WebSocketHandshake();
    handshake.ask(request, socket.getOutputStream());
    InputStream input = new BufferedInputStream(socket.getInputStream());
    WebSocketHandshake.Reply reply = handshake.answer(input);
    if (reply.status() != 101) {
      return new Upgrade.Refused(new Answer(reply.status(), reply.headers(), reply.body()));
    }
    socket.setSoTimeout(millis(silence));
    Open open = new Open(plain, input, socket.getOutputStream(), request);
    sockets.add(open);
    if (closed) {
      open.close();
    }
    Thread.ofVirtual().name("web-socket").start(open::read);
    return open;
  }

  private SSLSocket secured(Socket plain, Endpoint endpoint) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            trust
                .context()
                .getSocketFactory()
                .createSocket(plain, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = OfferedCiphers.sorted(socket.getSSLParameters(), trust.context());
    parameters.setProtocols(VERSIONS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Closes the socket at the end of that time, unless the result was completed before. */
  private static CompletableFuture<Boolean> closedUnlessDone(Socket socket, Duration time) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    var unused =
        done.completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(inTime -> {
              if (!inTime) {
                shut(socket);
              }
            });
    return done;
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed.
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Zero would be no limit at all. */
  private static int millis(Duration wait) {
    return (int) Math.clamp(wait.toMillis(), 1, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    closed = true;
    sockets.forEach(Open::close);
  }

  /** A socket that is open. */
  private final class Open implements Upgrade.Open {
    private final Socket socket;
    private final MessageListener listener;
    private final WebSocketFrames frames;
    private final AtomicBoolean over = new AtomicBoolean();

    Open(Socket socket, InputStream input, OutputStream output, UpgradeRequest request) {
      this.socket = socket;
      this.listener = request.listener();
      this.frames = new WebSocketFrames(input, output, request.messageLimit());
    }

    private void read() {
      try {
        Optional<SecretBytes> message = frames.next();
        while (message.isPresent() && !over.get()) {
          try (SecretBytes text = message.get()) {
            listener.message(text);
          }
          message = frames.next();
        }
      } catch (IOException broken) {
        // However it ended, it has ended.
      } finally {
        if (over.compareAndSet(false, true)) {
          leave();
          listener.ended();
        }
      }
    }

    @Override
    public void close() {
      if (over.compareAndSet(false, true)) {
        Thread.ofVirtual().start(this::sayGoodbye);
      }
    }

    /** The server may not take the word: it is given two seconds. */
    private void sayGoodbye() {
      CompletableFuture<Boolean> said = closedUnlessDone(socket, Duration.ofSeconds(2));
      try {
        frames.end();
      } catch (IOException gone) {
        // It has ended already.
      } finally {
        said.complete(true);
        leave();
      }
    }

    private void leave() {
      sockets.remove(this);
      shut(socket);
    }
  }
}
