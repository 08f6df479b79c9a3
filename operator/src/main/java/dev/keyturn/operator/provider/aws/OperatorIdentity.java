package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The identity that AWS gave to the operator's pod: the first of IRSA, Pod Identity and the profile
 * of the instance, in the order of the SDK's own chain. Keys in variables and in files are no part
 * of it. Where these three are asked for keys stands in the pod alone, never in a store; the SDK
 * asks the last two at the pod's and the instance's own addresses.
 */
final class OperatorIdentity {
  private static final String ROLE = "AWS_ROLE_ARN";
  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";

  private final Map<String, String> environment;
  private final Exchange exchange;
  private final InstantSource clock;

  OperatorIdentity(Map<String, String> environment, Exchange exchange, InstantSource clock) {
    this.environment = environment;
    this.exchange = exchange;
    this.clock = clock;
  }

  /** What the environment names. */
  enum Source {
    ROLE_OF_THE_ACCOUNT,
    POD,
    INSTANCE
  }

  Source source() {
    if (environment.containsKey(ROLE) && environment.containsKey(TOKEN_FILE)) {
      return Source.ROLE_OF_THE_ACCOUNT;
    }
    return environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")
            || environment.containsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        ? Source.POD
        : Source.INSTANCE;
  }

  Outcome<Session> login(Deadline deadline) {
    return switch (source()) {
      case ROLE_OF_THE_ACCOUNT -> roleOfTheAccount(deadline);
      case POD -> within(deadline, () -> asked(ContainerCredentialsProvider.builder().build()));
      case INSTANCE ->
          within(
              deadline,
              () ->
                  asked(
                      InstanceProfileCredentialsProvider.builder()
                          .profileFile(ProfileFile.aggregator().build())
                          .build()));
    };
  }

  /** The kubelet replaces the token in the file before its end: it is read for every login. */
  private Outcome<Session> roleOfTheAccount(Deadline deadline) {
    Path file = Path.of(environment.getOrDefault(TOKEN_FILE, ""));
    try (SecretBytes jwt = SecretBytes.owning(Files.readAllBytes(file))) {
      return exchange.ofToken(environment.getOrDefault(ROLE, ""), jwt, deadline);
    } catch (IOException unreadable) {
      return Outcome.failed(FailureClass.AuthFailed, FailureDetail.FIELD);
    }
  }

  /**
   * The SDK asks these two through a client of its own, which bounds the wait for the next byte
   * alone and asks again by itself: only from outside can it be stopped.
   */
  private static Outcome<Session> within(Deadline deadline, Supplier<Outcome<Session>> question) {
    FutureTask<Outcome<Session>> asking = new FutureTask<>(question::get);
    Thread.ofVirtual().start(asking);
    try {
      return asking.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return Outcome.failed(FailureClass.Timeout);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Outcome.failed(FailureClass.Unavailable);
    } catch (ExecutionException fault) {
      return Outcome.failed(FailureClass.Internal);
    } finally {
      // Closes the connection of a question that is still asked, and ends its repetitions.
      asking.cancel(true);
    }
  }

  /** Made for one question: keys are kept by the session, not by the SDK. */
  private <P extends AwsCredentialsProvider & SdkAutoCloseable> Outcome<Session> asked(P keys) {
    try (keys) {
      AwsCredentials found = keys.resolveCredentials();
      Optional<String> token =
          found instanceof AwsSessionCredentials session
              ? Optional.of(session.sessionToken())
              : Optional.empty();
      return Outcome.ok(
          new Session(
              AwsKeys.token(found.accessKeyId(), found.secretAccessKey(), token),
              clock.instant(),
              found.expirationTime(),
              false,
              true));
    } catch (SdkClientException silent) {
      return Outcome.failed(FailureClass.Unavailable);
    }
  }
}
