package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The three clients of a process: one that reads and watches, one that writes and one for Leases.
 *
 * <p>The client library repeats any verb after an error, while the caller waits; so what writes has
 * no repetition at all, and a Lease also a short end.
 */
public final class KubernetesClients implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration LEASE_REQUEST = Duration.ofSeconds(2);
  private static final int READ_REPETITIONS = 2;
  private static final int CONCURRENT_REQUESTS = 256;

  /** One for all: each would build its readers of the same kinds. */
  private final KubernetesSerialization json;

  private final KubernetesClient reading;
  private final KubernetesClient writing;
  private final KubernetesClient leases;
  private final ApiServer writes;
  private final ApiServer leaseCalls;
  private final OpenWatches watches;
  private final AnswerRewrites rewrites = new AnswerRewrites();

  /**
   * @param base how to reach and log in to the API server; timeouts and repetitions are replaced
   * @param version of Keyturn, for the user agent
   * @param nanoTime monotonic clock of the pauses
   */
  public KubernetesClients(Config base, String version, LongSupplier nanoTime) {
    Pauses pauses = new Pauses(nanoTime);
    this.json = ClientJson.serialization();
    this.watches = new OpenWatches(nanoTime);
    this.reading = build(base, version, REQUEST, READ_REPETITIONS, pauses);
    this.writing = build(base, version, REQUEST, 0, pauses);
    this.leases = build(base, version, LEASE_REQUEST, 0, new Pauses(nanoTime));
    this.writes = new ApiServer(writing, REQUEST);
    this.leaseCalls = new ApiServer(leases, LEASE_REQUEST);
  }

  /** For informers and the operator framework: repeats a failed call twice. */
  public KubernetesClient reading() {
    return reading;
  }

  /** The watches of {@link #reading()}. */
  public OpenWatches watches() {
    return watches;
  }

  /** Which answers to {@link #reading()} are rewritten as they come in. */
  public AnswerRewrites rewrites() {
    return rewrites;
  }

  /** For every write of {@code kube}, and for its live reads. */
  public ApiServer writes() {
    return writes;
  }

  /** For Leases alone: a pause asked of other calls never holds a renewal up. */
  public ApiServer leaseCalls() {
    return leaseCalls;
  }

  private KubernetesClient build(
      Config base, String version, Duration request, int repetitions, Pauses pauses) {
    Config config =
        new ConfigBuilder(base)
            .withConnectionTimeout((int) min(CONNECT, request).toMillis())
            .withRequestTimeout((int) request.toMillis())
            .withUploadRequestTimeout((int) request.toMillis())
            .withRequestRetryBackoffLimit(repetitions)
            .withOnlyHttpWatches(true)
            .withMaxConcurrentRequests(CONCURRENT_REQUESTS)
            .withMaxConcurrentRequestsPerHost(CONCURRENT_REQUESTS)
            .withUserAgent("keyturn/" + version)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new OwnHttpClientFactory(pauses, watches, rewrites))
        .withKubernetesSerialization(json)
        .build();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
    leases.close();
  }
}
