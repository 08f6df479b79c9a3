package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK's clients of one store, stripped of what they would do on their own: no retries, no
 * credentials and no profile of the operator's surroundings. What they throw becomes an outcome.
 */
final class AwsCalls implements AutoCloseable {
  private static final int FIRST_OWN_FAULT = 500;

  private final GuardedSdkHttpClient http;
  private final InstantSource clock;
  private final SecretsManagerClient secrets;
  private final Optional<SsmClient> ssm;
  private final StsClient sts;

  AwsCalls(AwsConfig config, BackendHttp backend, InstantSource clock) {
    this.clock = clock;
    this.http = new GuardedSdkHttpClient(backend);
    Region region = Region.of(config.region());
    this.secrets = prepared(SecretsManagerClient.builder(), region, config.endpoint()).build();
    this.ssm =
        config.service() == AwsConfig.Service.ParameterStore
            ? Optional.of(prepared(SsmClient.builder(), region, config.endpoint()).build())
            : Optional.empty();
    this.sts =
        prepared(StsClient.builder(), region, config.endpoint().filter(own -> !isOfAws(own)))
            .build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B prepared(
      B builder, Region region, Optional<URI> override) {
    builder
        .httpClient(http)
        .region(region)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(settings ->
            settings
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .defaultProfileFileSupplier(() -> ProfileFile.aggregator().build()));
    override.ifPresent(builder::endpointOverride);
    return builder;
  }

  /** An endpoint of AWS serves one service; whatever else stands there serves them all. */
  static boolean isOfAws(URI endpoint) {
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    return host.endsWith(".amazonaws.com")
        || host.endsWith(".amazonaws.com.cn")
        || host.endsWith(".api.aws");
  }

  /** A question to Secrets Manager: it changes nothing, however it ends. */
  <T> Outcome<T> ask(Deadline deadline, Function<SecretsManagerClient, T> question) {
    return unapplied(run(deadline, () -> question.apply(secrets)));
  }

  /** A change of Secrets Manager; a failure tells whether it may have been made all the same. */
  <T> Outcome<T> change(Deadline deadline, Function<SecretsManagerClient, T> change) {
    return run(deadline, () -> change.apply(secrets));
  }

  /** A question to Parameter Store. */
  <T> Outcome<T> askSsm(Deadline deadline, Function<SsmClient, T> question) {
    return unapplied(changeSsm(deadline, question));
  }

  /** A change of Parameter Store; a failure tells whether it may have been made all the same. */
  <T> Outcome<T> changeSsm(Deadline deadline, Function<SsmClient, T> change) {
    return run(deadline, () -> change.apply(ssm.orElseThrow()));
  }

  /** A question to STS. */
  <T> Outcome<T> askSts(Deadline deadline, Function<StsClient, T> question) {
    return unapplied(run(deadline, () -> question.apply(sts)));
  }

  /** Signs one request with the keys of a session. */
  static AwsRequestOverrideConfiguration signedWith(SecretBytes token) {
    return AwsRequestOverrideConfiguration.builder()
        .credentialsProvider(StaticCredentialsProvider.create(AwsKeys.of(token)))
        .build();
  }

  private <T> Outcome<T> run(Deadline deadline, Supplier<T> calls) {
    if (deadline.passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    try {
      return Outcome.ok(http.within(deadline, calls));
    } catch (AwsProblem ours) {
      return Outcome.failed(ours.failure());
    } catch (AwsServiceException refused) {
      // Who failed by itself does not know whether the change took place before.
      return Outcome.failed(
          ErrorMeaning.of(refused, clock.instant())
              .withMayHaveApplied(refused.statusCode() >= FIRST_OWN_FAULT));
    } catch (SdkClientException confused) {
      return Outcome.failed(failureIn(confused));
    }
  }

  /** The SDK wraps what its HTTP client throws; what has no such core is an answer it disliked. */
  private static Failure failureIn(SdkClientException wrapping) {
    @Nullable Throwable cause = wrapping.getCause();
    while (cause != null) {
      if (cause instanceof AwsProblem problem) {
        return problem.failure();
      }
      cause = cause.getCause();
    }
    return Failure.of(FailureClass.InvalidData).withMayHaveApplied(true);
  }

  /** What the answer to a write says; one that leaves it out is no word against the write. */
  static <T> T told(@Nullable T said) {
    if (said == null) {
      throw new AwsProblem(Failure.of(FailureClass.InvalidData).withMayHaveApplied(true));
    }
    return said;
  }

  private static <T> Outcome<T> unapplied(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T> ok -> ok;
      case Outcome.Failed<T>(Failure failure) -> Outcome.failed(failure.withMayHaveApplied(false));
    };
  }

  @Override
  public void close() {
    secrets.close();
    ssm.ifPresent(SsmClient::close);
    sts.close();
  }
}
