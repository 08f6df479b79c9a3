package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.Writer;
import java.util.Optional;

/** Secrets Manager. */
final class SecretsManagerService implements AwsService {
  private final AwsConfig config;
  private final AwsCalls calls;
  private final SecretReader reader;

  SecretsManagerService(AwsConfig config, AwsCalls calls) {
    this.config = config;
    this.calls = calls;
    this.reader = new SecretReader(config.region(), calls);
  }

  @Override
  public Outcome<?> knock(SecretBytes keys, Deadline deadline) {
    return calls.ask(
        deadline,
        secrets ->
            secrets.listSecrets(
                request -> request.maxResults(1).overrideConfiguration(AwsCalls.signedWith(keys))));
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return reader.read(ref, call);
  }

  @Override
  public Lister lister() {
    return new SecretLister(calls);
  }

  @Override
  public BatchReader batches() {
    return new SecretBatches(config.region(), calls, reader);
  }

  @Override
  public Writer writer() {
    return new SecretWriter(config, calls, reader);
  }

  @Override
  public VersionHistory history() {
    return new SecretVersions(config.region(), calls);
  }

  @Override
  public Optional<RotateNow> rotateNow() {
    return Optional.of(new SecretRotation(config.region(), calls));
  }
}
