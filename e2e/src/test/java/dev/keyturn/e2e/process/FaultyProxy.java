package dev.keyturn.e2e.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keyturn.e2e.process.ProxyOrders.DelayOrder;
import dev.keyturn.e2e.process.ProxyOrders.RefuseOrder;
import dev.keyturn.e2e.process.ProxyOrders.SpoilOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Stands before a server, itself without TLS, and spoils answers on order. A request whose answer
 * is to be spoiled reaches the server all the same, and that answer is read whole before any of it
 * is passed on: what was asked for has happened, whatever the client gets to hear. Only one that is
 * to be refused never reaches it. Everything else streams through. HTTP/1.1, one request a
 * connection.
 */
public final class FaultyProxy implements AutoCloseable {
  /** In seconds. */
  private static final int LONGEST_HOLD = 60;

  private final URI upstream;
  private final SocketFactory sockets;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ProxyOrders orders = new ProxyOrders();
  private final ProxyStop stop = new ProxyStop();
  private final ProxySilence silence = new ProxySilence();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch healed = new CountDownLatch(1);

  /** What becomes of an answer. */
  public enum Spoil {
    /** Nothing of it arrives. */
    LOST,
    /** The connection is reset in the middle of its body. */
    RESET,
    /** It ends in the middle of its body. */
    CUT,
    /** Its head arrives, and then a byte of its body every second. */
    DRIPPED,
    /** It has the length and the type of JSON and is none. */
    GARBLED,
    /** It is kept back until {@link #heal()}. */
    HELD,
    /** It is that of a second time: the request reaches the server twice. */
    REPEATED
  }

  /**
   * A request as it came.
   *
   * @param line such as {@code GET /v1/sys/health HTTP/1.1}
   * @param nanoTime monotonic
   */
  public record Received(String line, long nanoTime) {}

  private FaultyProxy(URI upstream, SocketFactory sockets) {
    this.upstream = upstream;
    this.sockets = sockets;
    try {
      socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public static FaultyProxy before(URI upstream) {
    return new FaultyProxy(upstream, SocketFactory.getDefault());
  }

  /** Before a server with TLS. */
  public static FaultyProxy before(URI upstream, SSLContext trust) {
    return new FaultyProxy(upstream, trust.getSocketFactory());
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /**
   * The next {@code times} answers to requests that begin with this text, such as {@code POST
   * /v1/secret/data/db}.
   */
  public void spoil(String request, Spoil spoil, int times) {
    orders.add(new SpoilOrder(request, spoil), times);
  }

  /**
   * The next {@code times} requests that begin with this text.
   *
   * @param status with its reason, such as {@code 409 Conflict}
   * @param header one more line of the head
   */
  public void refuse(String request, String status, String header, String body, int times) {
    String answer =
        "HTTP/1.1 %s\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                .formatted(status, header, body.length())
            + "Connection: close\r\n\r\n"
            + body;
    orders.add(new RefuseOrder(request, answer), times);
  }

  /**
   * The next {@code times} requests that begin with this text reach the server only at {@link
   * #heal()}, and then even if their sender is dead.
   */
  public void delay(String request, int times) {
    orders.add(new DelayOrder(request), times);
  }

  /**
   * This many more requests that are no GET and whose path contains this text reach the server. The
   * answer to the last one, and every request that comes after it, get lost until {@link #heal()}.
   */
  public void stopAfterWrites(String part, int writes) {
    stop.after(part, writes);
  }

  /**
   * Of answers to requests whose line contains this text nothing more arrives, of those that are
   * under way too: their connections stay open until {@link #heal()}, which ends them.
   */
  public void silence(String part) {
    silence.begin(part);
  }

  /** True when the last write that was to pass has been answered by the server. */
  public boolean hasStopped() {
    return stop.isComplete();
  }

  /** All requests up to now, in the order in which they came. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Forgets what did not come yet, and lets go of what is held. */
  public void heal() {
    orders.clear();
    stop.clear();
    silence.end();
    CountDownLatch held = healed;
    healed = new CountDownLatch(1);
    held.countDown();
  }

  /** How many orders did not come yet or still wait for the server's answer. */
  public int left() {
    return orders.left();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      } catch (IOException ended) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      ProxyRequest request = ProxyRequest.read(client.getInputStream());
      received.add(new Received(request.line(), System.nanoTime()));
      CountDownLatch held = healed;
      switch (stop.pass(request)) {
        case FREE -> pass(client, request, held);
        case LAST ->
            ask(
                request,
                answer -> {
                  answer.readAllBytes();
                  stop.complete();
                  await(held, LONGEST_HOLD);
                });
        case STOPPED -> await(held, LONGEST_HOLD);
      }
    } catch (IOException peerLeft) {
      // Either end may leave at any time; that is what this is for.
    }
  }

  private void pass(Socket client, ProxyRequest request, CountDownLatch held) throws IOException {
    switch (orders.take(request.head())) {
      case null -> ask(request, answer -> silence.copy(request, answer, client.getOutputStream()));
      case RefuseOrder refuse -> {
        orders.done();
        client.getOutputStream().write(refuse.answer().getBytes(ISO_8859_1));
      }
      case DelayOrder _ -> {
        orders.done();
        await(held, LONGEST_HOLD);
        ask(request, answer -> answer.transferTo(client.getOutputStream()));
      }
      case SpoilOrder order -> {
        if (order.spoil() == Spoil.REPEATED) {
          ask(request, answer -> answer.transferTo(OutputStream.nullOutputStream()));
        }
        ask(
            request,
            answer -> {
              byte[] whole = answer.readAllBytes();
              orders.done();
              spoil(client, whole, order.spoil(), held);
            });
      }
    }
  }

  /** What is done with an answer that still comes in. */
  private interface Use {
    void of(InputStream answer) throws IOException;
  }

  private void ask(ProxyRequest request, Use use) throws IOException {
    try (Socket server = sockets.createSocket(upstream.getHost(), upstream.getPort())) {
      String kept =
          request
              .head()
              .lines()
              .filter(line -> !line.matches("(?i)(connection|upgrade|http2-settings):.*"))
              .reduce("", (all, line) -> line.isEmpty() ? all : all + line + "\r\n");
      OutputStream output = server.getOutputStream();
      output.write((kept + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      output.write(request.body());
      output.flush();
      use.of(server.getInputStream());
    }
  }

  private void spoil(Socket client, byte[] answer, Spoil spoil, CountDownLatch held)
      throws IOException {
    int begin = new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    OutputStream output = client.getOutputStream();
    switch (spoil) {
      case LOST -> client.setSoLinger(true, 0);
      case CUT -> output.write(answer, 0, middle(begin, answer));
      case RESET -> {
        output.write(answer, 0, middle(begin, answer));
        output.flush();
        client.setSoLinger(true, 0);
      }
      case DRIPPED -> {
        output.write(answer, 0, begin);
        for (byte each : Arrays.copyOfRange(answer, begin, answer.length)) {
          output.write(each);
          output.flush();
          await(closed, 1);
        }
      }
      case GARBLED -> {
        Arrays.fill(answer, begin, answer.length, (byte) '{');
        output.write(answer);
      }
      case HELD -> {
        await(held, LONGEST_HOLD);
        output.write(answer);
      }
      case REPEATED -> output.write(answer);
    }
  }

  private static int middle(int begin, byte[] answer) {
    return begin + (answer.length - begin) / 2;
  }

  private void await(CountDownLatch end, int seconds) throws IOException {
    try {
      if (end.await(seconds, TimeUnit.SECONDS) && end == closed) {
        throw new IOException("closed");
      }
    } catch (InterruptedException e) {
      throw new IOException("closed", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
