package dev.keyturn.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One address of a server that moves: passes connections on to the port where it is now. What they
 * carry is only passed on, so TLS is between the client and the server. Safe for several threads.
 */
public final class Relay implements AutoCloseable {
  private volatile ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Integer> beginnings = new CopyOnWriteArrayList<>();
  private volatile int port;

  private Relay(int port) {
    this.port = port;
    socket = listen(0);
    threads.execute(this::accept);
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      // The connections that were ended from here may still be known to the system.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To a server on this port of the loopback address. */
  public static Relay to(int port) {
    return new Relay(port);
  }

  /** Where clients connect to. */
  public int port() {
    return socket.getLocalPort();
  }

  /** The same as an address of this scheme. */
  public URI url(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  /** From now on to this port; ends every connection that leads elsewhere. */
  public void lead(int elsewhere) {
    port = elsewhere;
    open.forEach(Relay::end);
  }

  /** The first byte that each client sent: 22 where it began TLS. */
  public List<Integer> beginnings() {
    return List.copyOf(beginnings);
  }

  /** From now on connections are refused, and every one that is open ends. */
  public void refuse() {
    end(socket);
    open.forEach(Relay::end);
  }

  /** Connections are taken again, on the same port. */
  public void resume() {
    socket = listen(port());
    threads.execute(this::accept);
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
      threads.execute(() -> begin(client, server));
      copy(server, client);
      open.remove(client);
      open.remove(server);
    } catch (IOException notThere) {
      // The client sees its connection end, as it does where a server is away.
    }
  }

  private void begin(Socket client, Socket server) {
    try {
      int first = client.getInputStream().read();
      if (first >= 0) {
        beginnings.add(first);
        server.getOutputStream().write(first);
      }
    } catch (IOException left) {
      // The copy finds the same.
    }
    copy(client, server);
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
