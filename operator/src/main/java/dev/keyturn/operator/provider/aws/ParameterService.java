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

/** Parameter Store of Systems Manager. */
final class ParameterService implements AwsService {
  private final AwsConfig config;
  private final AwsCalls calls;
  private final ParameterReader reader;

  ParameterService(AwsConfig config, AwsCalls calls) {
    this.config = config;
    this.calls = calls;
    this.reader = new ParameterReader(calls);
  }

  @Override
  public Outcome<?> knock(SecretBytes keys, Deadline deadline) {
    return calls.askSsm(
        deadline,
        ssm ->
            ssm.describeParameters(
                request -> request.maxResults(1).overrideConfiguration(AwsCalls.signedWith(keys))));
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return reader.read(ref, call);
  }

  @Override
  public Lister lister() {
    return new ParameterLister(calls);
  }

  @Override
  public BatchReader batches() {
    return new ParameterBatches(calls);
  }

  @Override
  public Writer writer() {
    return new ParameterWriter(config.writing(), calls);
  }

  @Override
  public VersionHistory history() {
    return new ParameterVersions(calls, reader);
  }

  @Override
  public Optional<RotateNow> rotateNow() {
    return Optional.empty();
  }
}
