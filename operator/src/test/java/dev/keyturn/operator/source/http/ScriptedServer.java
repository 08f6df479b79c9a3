package dev.keyturn.operator.source.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A server on loopback that writes what its script says, byte by byte, one request a connection
 * where it does not ask for certificates: that would be a handshake each.
 */
public final class ScriptedServer implements AutoCloseable {
  /** Tests open hundreds of connections at once; one that is dropped waits for seconds. */
  private static final int BACKLOG = 2_048;

  private final ServerSocket socket;
  private final String scheme;
  private final boolean persistent;
  private final Layer layer;
  private final Script script;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Seen> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(
      ServerSocket socket, String scheme, boolean persistent, Layer layer, Script script) {
    this.socket = socket;
    this.persistent = persistent;
    this.scheme = scheme;
    this.layer = layer;
    this.script = script;
    threads.execute(this::accept);
  }

  /** A server without TLS. */
  public static ScriptedServer plain(Script script) {
    return new ScriptedServer(
        open(ServerSocketFactory.getDefault()), "http", false, connection -> connection, script);
  }

  /** A server with the certificate of the context. */
  public static ScriptedServer tls(SSLContext context, Script script) {
    return new ScriptedServer(
        open(context.getServerSocketFactory()), "https", false, connection -> connection, script);
  }

  /** A server with the certificate of the context that asks each client for one of its own. */
  public static ScriptedServer mutual(SSLContext context, Script script) {
    ServerSocket socket = open(context.getServerSocketFactory());
    ((SSLServerSocket) socket).setWantClientAuth(true);
    return new ScriptedServer(socket, "https", true, connection -> connection, script);
  }

  /** A server that shows every connection the certificate of that time. */
  public static ScriptedServer tls(Supplier<SSLContext> contexts, Script script) {
    return new ScriptedServer(
        open(ServerSocketFactory.getDefault()),
        "https",
        false,
        plain -> layered(contexts.get(), plain),
        script);
  }

  private static ServerSocket open(ServerSocketFactory sockets) {
    try {
      return sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket layered(SSLContext context, Socket plain) throws IOException {
    SSLSocketFactory sockets = context.getSocketFactory();
    return sockets.createSocket(plain, InputStream.nullInputStream(), true);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (accepted;
        Socket connection = layer.over(accepted)) {
      do {
        Seen request = request(connection.getInputStream());
        requests.add(request);
        script.answer(request, new Peer(connection, persistent));
      } while (persistent);
    } catch (IOException peerLeft) {
      // Most scripts end because the client hangs up.
    }
  }

  private static Seen request(InputStream input) throws IOException {
    String[] first = line(input).split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("no HTTP, the start of TLS perhaps");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Seen(
        first[0], first[1], Map.copyOf(headers), new String(input.readNBytes(length), UTF_8));
  }

  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = input.read(); octet != '\n'; octet = input.read()) {
      if (octet < 0) {
        throw new IOException("the client left");
      }
      line.append((char) octet);
    }
    return line.toString().trim();
  }

  /** Address of the server, without a slash at its end. */
  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  /** Port of the server. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Connections accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** Requests read so far. */
  public List<Seen> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  /** What a connection carries beneath HTTP. */
  @FunctionalInterface
  private interface Layer {
    Socket over(Socket connection) throws IOException;
  }

  /** What to do with a request. */
  @FunctionalInterface
  public interface Script {
    void answer(Seen request, Peer peer) throws IOException;
  }

  /** A request, header names in lower case. */
  public record Seen(String method, String target, Map<String, String> headers, String body) {}

  /**
   * The other end of a connection.
   *
   * @param persistent whether it may ask again after a whole answer
   */
  public record Peer(Socket socket, boolean persistent) {

    /** Sends text as it stands. */
    public void raw(String text) throws IOException {
      raw(text.getBytes(ISO_8859_1));
    }

    /** Sends bytes as they stand. */
    public void raw(byte[] bytes) throws IOException {
      OutputStream output = socket.getOutputStream();
      output.write(bytes);
      output.flush();
    }

    /** Sends a whole answer; headers end with a line break each. */
    public void answer(int status, String headers, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      raw(
          "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n%s\r\n"
              .formatted(status, headers, bytes.length, persistent ? "" : "Connection: close\r\n"));
      raw(bytes);
    }

    /** Sends a whole answer in JSON. */
    public void json(int status, String body) throws IOException {
      answer(status, "Content-Type: application/json\r\n", body);
    }

    /** Returns when the client has closed the connection. */
    public void awaitHangUp() throws IOException {
      if (socket.getInputStream().read() >= 0) {
        throw new IOException("the client sent more than its request");
      }
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
