package dev.keyturn.cli.dev;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A real kube-apiserver on etcd, as two child processes with a data folder of their own. */
final class KubeApiServer implements DevApiServer {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Path folder;
  private final int port;
  private final String token;
  private final List<Process> processes = new ArrayList<>();

  private KubeApiServer(Path folder, int port, String token) {
    this.folder = folder;
    this.port = port;
    this.token = token;
  }

  static KubeApiServer start(DevOptions options) throws DevFailure {
    Path etcd = Programs.find("etcd");
    Path apiServer = Programs.find("kube-apiserver");
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    try {
      Path folder = Files.createTempDirectory("keyturn-dev");
      int port = options.port() == 0 ? freePort() : options.port();
      KubeApiServer server = new KubeApiServer(folder, port, HexFormat.of().formatHex(random));
      try {
        server.run(etcd, apiServer);
      } catch (DevFailure | IOException e) {
        server.stop();
        throw e;
      }
      PrivateFiles.write(options.kubeconfig(), server.kubeconfig());
      return server;
    } catch (IOException e) {
      throw new DevFailure("--apiserver kube: cannot start etcd or kube-apiserver");
    }
  }

  @Override
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: dev, cluster: {server: "%s", certificate-authority-data: %s}}]
    users: [{name: admin, user: {token: %s}}]
    contexts: [{name: dev, context: {cluster: dev, user: admin, namespace: default}}]
    current-context: dev
    """
        .formatted(url(), certificate(), token);
  }

  @Override
  public void close() {
    stop();
    PrivateFiles.deleteFolder(folder);
  }

  /** Ends the processes; the folder with their logs stays. */
  private void stop() {
    for (Process process : processes.reversed()) {
      process.destroy();
      try {
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(Path etcd, Path apiServer) throws IOException, DevFailure {
    int clientPort = freePort();
    int peerPort = freePort();
    spawn(
        "etcd",
        etcd.toString(),
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=http://127.0.0.1:" + clientPort,
        "--advertise-client-urls=http://127.0.0.1:" + clientPort,
        "--listen-peer-urls=http://127.0.0.1:" + peerPort,
        "--unsafe-no-fsync");
    Path key = folder.resolve("service-account.pem");
    PrivateFiles.write(key, serviceAccountKey());
    Path tokens = folder.resolve("tokens.csv");
    PrivateFiles.write(tokens, token + ",admin,admin,system:masters\n");
    spawn(
        "kube-apiserver",
        apiServer.toString(),
        "--etcd-servers=http://127.0.0.1:" + clientPort,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + folder.resolve("certificates"),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key,
        "--token-auth-file=" + tokens,
        "--authorization-mode=RBAC");
    awaitReady();
  }

  private void spawn(String name, String... command) throws IOException {
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  /** The certificate is the server's own and not known before it has started. */
  private void awaitReady() throws DevFailure {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() - end < 0) {
      if (processes.stream().anyMatch(process -> !process.isAlive())) {
        break;
      }
      if (Files.exists(folder.resolve("certificates/apiserver.crt")) && answers()) {
        return;
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new DevFailure("kube-apiserver did not become ready; its logs are in " + folder);
  }

  private boolean answers() {
    Optional<SSLContext> trust = OwnCertificate.trust(folder);
    if (trust.isEmpty()) {
      return false;
    }
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust.get()).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + "/readyz"))
              .header("Authorization", "Bearer " + token)
              .timeout(Duration.ofSeconds(2))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String certificate() {
    try {
      return Base64.getEncoder()
          .encodeToString(Files.readAllBytes(folder.resolve("certificates/apiserver.crt")));
    } catch (IOException e) {
      throw new IllegalStateException("the certificate was there a moment ago", e);
    }
  }

  private static String serviceAccountKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      String key =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(pair.getPrivate().getEncoded());
      return "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** Below 32768: above it, outgoing connections take ports of their own. */
  private static int freePort() throws IOException {
    SecureRandom random = new SecureRandom();
    for (int attempt = 0; attempt < 100; attempt++) {
      int candidate = 20_000 + random.nextInt(12_000);
      try (ServerSocket socket = new ServerSocket(candidate)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        continue;
      }
    }
    throw new IOException("no free port");
  }
}
