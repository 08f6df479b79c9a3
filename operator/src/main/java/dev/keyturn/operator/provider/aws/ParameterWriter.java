package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
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
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/**
 * Writes parameters, new ones encrypted. The service refuses to make a name twice, but has no
 * condition for a change: the version is looked at before, and {@link ParameterPut} sees a race
 * after. A deletion is final.
 */
final class ParameterWriter implements Writer {
  private final AwsWriting writing;
  private final AwsCalls calls;
  private final ParameterTags tags;
  private final ParameterPut puts;

  ParameterWriter(AwsWriting writing, AwsCalls calls) {
    this.writing = writing;
    this.calls = calls;
    this.tags = new ParameterTags(calls);
    this.puts = new ParameterPut(calls);
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
                  : marked(parameter.get(), name, call));
    });
  }

  private Outcome<Standing> marked(Parameter parameter, ParameterName name, Call call) {
    call.another();
    return tags.of(name, call)
        .map(there ->
            new Standing.Present(
                tagged(ParameterValue.of(parameter, name, Optional.empty()), there)));
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
          ParameterPut.request(ParameterName.of(key), payload, call)
              .type(ParameterType.SECURE_STRING)
              .tags(ParameterTags.tags(wanted));
      writing.kmsKeyId().ifPresent(request::keyId);
      return puts.first(request, call);
    });
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return AwsClient.edge(() -> {
      ParameterName name = ParameterName.of(key);
      PutParameterRequest.Builder request = ParameterPut.request(name, payload, call);
      return found(name, call)
          .then(parameter -> {
            if (parameter.filter(there -> isAt(there, newest)).isEmpty()) {
              return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
            }
            request.type(parameter.get().type());
            if (parameter.get().type() == ParameterType.SECURE_STRING) {
              writing.kmsKeyId().ifPresent(request::keyId);
            }
            return puts.after(parameter.get().version(), request, call);
          });
    });
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
    call.another();
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
}
