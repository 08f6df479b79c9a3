package dev.keyturn.e2e.conformance;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keyturn.devcluster.DevCluster;
import dev.keyturn.devcluster.DevClusterOptions;
import dev.keyturn.e2e.process.HttpCaller;
import java.io.IOException;
import java.net.URI;

/** The API server inside this JVM. */
final class EmbeddedServer implements TestServer, AutoCloseable {
  private final DevCluster cluster;
  private final HttpCaller caller;

  private EmbeddedServer(DevCluster cluster, HttpCaller caller) {
    this.cluster = cluster;
    this.caller = caller;
  }

  static EmbeddedServer start() throws IOException {
    DevCluster cluster = DevCluster.start(DevClusterOptions.defaults().withTls(false));
    String token =
        YAMLMapper.builder()
            .build()
            .readTree(cluster.kubeconfig())
            .at("/users/0/user/token")
            .asText();
    HttpCaller caller =
        HttpCaller.to(URI.create(cluster.url()), null)
            .with("Authorization", "Bearer " + token)
            .with("User-Agent", "keyturn-test");
    return new EmbeddedServer(cluster, caller);
  }

  @Override
  public String name() {
    return "devcluster";
  }

  @Override
  public HttpCaller caller() {
    return caller;
  }

  @Override
  public void forgetHistory() {
    cluster.faults().expireHistory();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
