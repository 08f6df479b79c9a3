package dev.keyturn.devcluster.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.devcluster.fault.Faults;
import dev.keyturn.devcluster.kind.KindCatalog;
import dev.keyturn.devcluster.ledger.RequestLedger;
import dev.keyturn.devcluster.openapi.Discovery;
import dev.keyturn.devcluster.openapi.OpenApiDocuments;
import dev.keyturn.devcluster.resource.ResourceRemover;
import dev.keyturn.devcluster.resource.ResourceWriter;
import dev.keyturn.devcluster.review.Reviews;
import dev.keyturn.devcluster.schema.ModelSchemas;
import dev.keyturn.devcluster.store.ObjectStore;
import dev.keyturn.devcluster.table.Tables;
import dev.keyturn.devcluster.tls.ServingCertificate;
import dev.keyturn.devcluster.token.ServiceAccountTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The listening socket and a virtual thread per request. */
public final class ApiServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Listener listener;
  private final ExecutorService requests;
  private HttpServer server;

  private ApiServer(Listener listener, ExecutorService requests, HttpServer server) {
    this.listener = listener;
    this.requests = requests;
    this.server = server;
  }

  /** How to listen, once more if need be. */
  private record Listener(
      ApiHandler handler, @Nullable ServingCertificate certificate, ExecutorService requests) {

    HttpServer listen(int port) throws IOException {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      HttpServer server;
      if (certificate == null) {
        server = HttpServer.create(address, BACKLOG);
      } else {
        HttpsServer secure = HttpsServer.create(address, BACKLOG);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server = secure;
      }
      server.setExecutor(requests);
      server.createContext("/", handler);
      server.start();
      return server;
    }
  }

  /** What the server works on. */
  public record Parts(
      ObjectStore store,
      KindCatalog catalog,
      ModelSchemas schemas,
      ResourceWriter writer,
      ResourceRemover remover,
      Faults faults,
      RequestLedger ledger,
      InstantSource time,
      Duration bookmarkInterval,
      String administratorToken) {}

  /**
   * @param port 0 for any free one
   * @param certificate null for plain HTTP
   * @throws IOException when the port is taken
   */
  public static ApiServer start(Parts parts, int port, @Nullable ServingCertificate certificate)
      throws IOException {
    disableNagle();
    ExecutorService requests =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("devcluster-request-", 0).factory());
    Listener listener = new Listener(handler(parts), certificate, requests);
    return new ApiServer(listener, requests, listener.listen(port));
  }

  /** Read once by the JDK, for the whole JVM; without it every small answer waits up to 40 ms. */
  private static void disableNagle() {
    String property = "sun.net.httpserver.nodelay";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  private static ApiHandler handler(Parts parts) {
    ServiceAccountTokens tokens = new ServiceAccountTokens(parts.time());
    Reviews reviews = new Reviews(parts.store(), tokens);
    ResourceEndpoint resources =
        new ResourceEndpoint(
            parts.store(),
            parts.catalog(),
            parts.writer(),
            parts.remover(),
            new Tables(parts.time()),
            parts.faults(),
            System::nanoTime,
            parts.bookmarkInterval());
    Router router =
        new Router(
            parts.catalog(),
            new Discovery(parts.catalog()),
            new OpenApiDocuments(parts.catalog(), parts.schemas()),
            reviews,
            tokens,
            resources);
    return new ApiHandler(
        new Authentication(parts.administratorToken(), reviews),
        router,
        parts.ledger(),
        parts.faults());
  }

  public synchronized int port() {
    return server.getAddress().getPort();
  }

  /** Ends every connection; the port is known still. */
  public synchronized void refuseConnections() {
    server.stop(0);
  }

  /** Listens again where it did. */
  public synchronized void acceptConnections() {
    try {
      server = listener.listen(port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    requests.shutdownNow();
    refuseConnections();
    try {
      requests.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
