package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.util.concurrent.Executors;

/**
 * The JDK's HTTP client on virtual threads, with pauses. Given to the builder explicitly, so that
 * no client on the class path is chosen by accident.
 */
final class OwnHttpClientFactory extends JdkHttpClientFactory {
  private final Pauses pauses;
  private final OpenWatches watches;
  private final AnswerRewrites rewrites;

  OwnHttpClientFactory(Pauses pauses, OpenWatches watches, AnswerRewrites rewrites) {
    this.pauses = pauses;
    this.watches = watches;
    this.rewrites = rewrites;
  }

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new PausingHttpClientBuilder(
        super.createNewHttpClientBuilder(), pauses, watches, rewrites);
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.executor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kube-http-", 0).factory()));
  }
}
