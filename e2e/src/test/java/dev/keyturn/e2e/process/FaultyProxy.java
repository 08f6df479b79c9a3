package dev.keyturn.e2e.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
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

/**
 * Stands before an HTTP/1.1 server without TLS and spoils answers on order. A request always
 * reaches the server, and its answer is read whole before any of it is passed on, so that what was
 * asked for has happened whatever the client gets to hear. One request a connection.
 */
public final class FaultyProxy implements AutoCloseable {
  /** In seconds. */
  private static final int LONGEST_HOLD = 60;

  private final URI upstream;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Order> orders = new CopyOnWriteArrayList<>();
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
    HELD
  }

  /** Requests that begin with this text, such as {@code POST /v1/secret/data/db}. */
  private record Order(String request, Spoil spoil) {}

  private FaultyProxy(URI upstream) {
    this.upstream = upstream;
    try {
      socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public static FaultyProxy before(URI upstream) {
    return new FaultyProxy(upstream);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** The next {@code times} answers to requests that begin with this text. */
  public void spoil(String request, Spoil spoil, int times) {
    for (int i = 0; i < times; i++) {
      orders.add(new Order(request, spoil));
    }
  }

  /** Forgets what did not come yet, and lets go of what is held. */
  public void heal() {
    orders.clear();
    CountDownLatch held = healed;
    healed = new CountDownLatch(1);
    held.countDown();
  }

  /** How many orders did not come yet. */
  public int left() {
    return orders.size();
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
      InputStream input = client.getInputStream();
      String head = head(input);
      byte[] body = input.readNBytes(length(head));
      byte[] answer = ask(head, body);
      pass(client, answer, head);
    } catch (IOException peerLeft) {
      // Either end may leave at any time; that is what this is for.
    }
  }

  private byte[] ask(String head, byte[] body) throws IOException {
    try (Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
      String kept =
          head.lines()
              .filter(line -> !line.matches("(?i)(connection|upgrade|http2-settings):.*"))
              .reduce("", (all, line) -> line.isEmpty() ? all : all + line + "\r\n");
      OutputStream output = server.getOutputStream();
      output.write((kept + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      output.write(body);
      output.flush();
      return server.getInputStream().readAllBytes();
    }
  }

  private void pass(Socket client, byte[] answer, String request) throws IOException {
    int begin = new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    OutputStream output = client.getOutputStream();
    CountDownLatch held = healed;
    Spoil spoil = next(request);
    if (spoil == null) {
      output.write(answer);
      return;
    }
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
    }
  }

  private static int middle(int begin, byte[] answer) {
    return begin + (answer.length - begin) / 2;
  }

  private @org.jspecify.annotations.Nullable Spoil next(String request) {
    for (Order order : orders) {
      if (request.startsWith(order.request()) && orders.remove(order)) {
        return order.spoil();
      }
    }
    return null;
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

  private static String head(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int octet = input.read(); octet >= 0; octet = input.read()) {
      head.write(octet);
      if (octet == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(ISO_8859_1);
      }
    }
    throw new IOException("the client left");
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
        .findFirst()
        .orElse(0);
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
