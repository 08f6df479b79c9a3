package dev.keyturn.operator.kube.client;

import dev.keyturn.operator.tls.OfferedCiphers;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PausingHttpClient} that offers cipher suites in our order; everything else is as
 * the JDK's builder does it.
 */
final class PausingHttpClientBuilder implements HttpClient.Builder {
  private final HttpClient.Builder builder;
  private final Pauses pauses;
  private final OpenWatches watches;
  private final AnswerRewrites rewrites;
  private @Nullable SSLContext context;
  private SSLParameters parameters = new SSLParameters();

  PausingHttpClientBuilder(
      HttpClient.Builder builder, Pauses pauses, OpenWatches watches, AnswerRewrites rewrites) {
    this.builder = builder;
    this.pauses = pauses;
    this.watches = watches;
    this.rewrites = rewrites;
  }

  @Override
  public HttpClient build() {
    if (context != null) {
      builder.sslContext(context).sslParameters(OfferedCiphers.sorted(parameters, context));
    }
    return new PausingHttpClient(builder.build(), pauses, watches, rewrites);
  }

  @Override
  public HttpClient.Builder cookieHandler(CookieHandler handler) {
    builder.cookieHandler(handler);
    return this;
  }

  @Override
  public HttpClient.Builder connectTimeout(Duration timeout) {
    builder.connectTimeout(timeout);
    return this;
  }

  @Override
  public HttpClient.Builder sslContext(SSLContext context) {
    this.context = context;
    return this;
  }

  @Override
  public HttpClient.Builder sslParameters(SSLParameters parameters) {
    this.parameters = parameters;
    return this;
  }

  @Override
  public HttpClient.Builder executor(Executor executor) {
    builder.executor(executor);
    return this;
  }

  @Override
  public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
    builder.followRedirects(policy);
    return this;
  }

  @Override
  public HttpClient.Builder version(HttpClient.Version version) {
    builder.version(version);
    return this;
  }

  @Override
  public HttpClient.Builder priority(int priority) {
    builder.priority(priority);
    return this;
  }

  @Override
  public HttpClient.Builder proxy(ProxySelector selector) {
    builder.proxy(selector);
    return this;
  }

  @Override
  public HttpClient.Builder authenticator(Authenticator authenticator) {
    builder.authenticator(authenticator);
    return this;
  }

  @Override
  public HttpClient.Builder localAddress(InetAddress address) {
    builder.localAddress(address);
    return this;
  }
}
