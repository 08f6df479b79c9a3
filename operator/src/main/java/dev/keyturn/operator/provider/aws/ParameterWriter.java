package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/**
 * Writes parameters, new ones encrypted. The service refuses to make a name twice, but has no
 * condition for a change: the version is looked at before, and a race is seen in the number of the
 * version after, when it has replaced the other value already. A deletion is final.
 */
final class ParameterWriter implements Writer {
  private static final int LIMIT = 8192;
  private static final int STANDARD_LIMIT = 4096;

  private final AwsWriting writing;
  private final AwsCalls calls;
  private final ParameterTags tags;

  ParameterWriter(AwsWriting writing, AwsCalls calls) {
    this.writing = writing;
    this.calls = calls;
    this.tags = new ParameterTags(calls);
  }

  @Override
  public Condition condition() {
    return Condition.DETECTED;
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return AwsClient.edge(() -> {
      ParameterName name = ParameterName.of(key);
      return found(name, call)
          .then(parameter ->
              parameter.isEmpty()
                  ? Outcome.ok(new Standing.Absent())
                  : tags.of(name, call)
                      .map(there ->
                          new Standing.Present(
                              tagged(
                                  ParameterValue.of(parameter.get(), name, Optional.empty()),
                                  there))));
    });
  }

  private static RemoteValue tagged(RemoteValue value, Map<String, String> tags) {
    return new RemoteValue(value.payload(), value.shape(), value.version(), tags);
  }

  /** The account is known to the service alone; a version and its date tell parameters apart. */
  @Override
  public Optional<String> place(String key) {
    return Optional.empty();
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> wanted, Call call) {
    return AwsClient.edge(() -> {
      PutParameterRequest.Builder request =
          put(ParameterName.of(key), payload, call)
              .overwrite(false)
              .type(ParameterType.SECURE_STRING)
              .tags(ParameterTags.tags(wanted));
      writing.kmsKeyId().ifPresent(request::keyId);
      return written(request, call).map(ParameterWriter::stamp);
    });
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return AwsClient.edge(() -> {
      ParameterName name = ParameterName.of(key);
      PutParameterRequest.Builder request = put(name, payload, call).overwrite(true);
      return found(name, call)
          .then(parameter -> {
            if (parameter.filter(there -> isAt(there, newest)).isEmpty()) {
              return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
            }
            request.type(parameter.get().type());
            if (parameter.get().type() == ParameterType.SECURE_STRING) {
              writing.kmsKeyId().ifPresent(request::keyId);
            }
            return written(request, call);
          })
          .then(version -> after(newest, version));
    });
  }

  /** Somebody else's value came between: the caller has to look again. */
  private static Outcome<VersionStamp> after(VersionStamp newest, long version) {
    if (version == Long.parseLong(newest.id()) + 1) {
      return Outcome.ok(stamp(version));
    }
    return Outcome.failed(
        Failure.of(FailureClass.Conflict, FailureDetail.CAS_MISMATCH).withMayHaveApplied(true));
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> wanted, Call call) {
    return AwsClient.edge(() -> {
      ParameterName name = ParameterName.of(key);
      return tags.of(name, call).then(there -> tags.replace(name, there, wanted, call));
    });
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return AwsClient.edge(() -> {
      ParameterName name = ParameterName.of(key);
      return found(name, call)
          .then(parameter -> {
            if (parameter.isEmpty()) {
              return Outcome.ok(new Done());
            }
            return isAt(parameter.get(), version)
                ? delete(name, call)
                : Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
          });
    });
  }

  private Outcome<Done> delete(ParameterName name, Call call) {
    return calls
        .changeSsm(
            call.deadline(),
            ssm ->
                ssm.deleteParameter(request ->
                    request
                        .name(name.name())
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(deleted -> new Done());
  }

  /** Refuses, before any call, what the service would not keep. */
  private static PutParameterRequest.Builder put(
      ParameterName name, SecretBytes payload, Call call) {
    if (!(Content.of(payload, LIMIT) instanceof Content.Text(String text))) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    PutParameterRequest.Builder request =
        PutParameterRequest.builder()
            .name(name.name())
            .value(text)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
    return payload.size() > STANDARD_LIMIT ? request.tier(ParameterTier.ADVANCED) : request;
  }

  private Outcome<Long> written(PutParameterRequest.Builder request, Call call) {
    return calls.changeSsm(
        call.deadline(), ssm -> AwsCalls.told(ssm.putParameter(request.build()).version()));
  }

  /** Empty where there is no such parameter. */
  private Outcome<Optional<Parameter>> found(ParameterName name, Call call) {
    return calls.askSsm(call.deadline(), ssm -> found(ssm, name, call));
  }

  private static Optional<Parameter> found(SsmClient ssm, ParameterName name, Call call) {
    try {
      return Optional.of(
          ssm.getParameter(request ->
                  request
                      .name(name.name())
                      .withDecryption(true)
                      .overrideConfiguration(AwsCalls.signedWith(call.session().token())))
              .parameter());
    } catch (ParameterNotFoundException never) {
      return Optional.empty();
    }
  }

  private static boolean isAt(Parameter parameter, VersionStamp stamp) {
    return String.valueOf(parameter.version()).equals(stamp.id());
  }

  private static VersionStamp stamp(long version) {
    return new VersionStamp(Long.toString(version), true, Optional.empty());
  }
}
