package dev.keyturn.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One address of a server that moves: passes connections on to the port where it is now. What they
 * carry is not looked at, so TLS is between the client and the server. Safe for several threads.
 */
public final class Relay implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int port;

  private Relay(int port) {
    this.port = port;
    try {
      socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** To a server on this port of the loopback address. */
  public static Relay to(int port) {
    return new Relay(port);
  }

  /** Where clients connect to. */
  public int port() {
    return socket.getLocalPort();
  }

  /** From now on to this port; ends every connection that leads elsewhere. */
  public void lead(int elsewhere) {
    port = elsewhere;
    open.forEach(Relay::end);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> pass(client));
      } catch (IOException ended) {
        return;
      }
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      open.add(client);
      open.add(server);
      threads.execute(() -> copy(client, server));
      copy(server, client);
      open.remove(client);
      open.remove(server);
    } catch (IOException notThere) {
      // The client sees its connection end, as it does where a server is away.
    }
  }

  /** When one direction ends, both do. */
  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // Either end may leave at any time.
    }
    end(from);
    end(to);
  }

  private static void end(Socket one) {
    try {
      one.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(socket);
    open.forEach(Relay::end);
    threads.shutdownNow();
  }

  private static void end(ServerSocket one) {
    try {
      one.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
