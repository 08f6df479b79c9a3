package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Reads up to ten parameters by one GetParameters. A parameter that the identity may not read, or
 * whose key of KMS is closed to it, fails the whole, which says {@link FailureClass#AccessDenied}.
 */
final class ParameterBatches implements BatchReader {
  private static final int MAXIMUM = 10;

  private final AwsCalls calls;

  ParameterBatches(AwsCalls calls) {
    this.calls = calls;
  }

  /** One request answers for any parameters of the region. */
  @Override
  public String group(String key) {
    return "";
  }

  /** It does not say which parameter it was. */
  @Override
  public boolean isRefusedForOne() {
    return true;
  }

  @Override
  public int maximum() {
    return MAXIMUM;
  }

  @Override
  public Outcome<Map<String, Outcome<RemoteValue>>> readAll(List<String> keys, Call call) {
    return AwsClient.edge(() -> {
      NamedKeys<ParameterName> keyed = NamedKeys.of(keys, ParameterName::of);
      return keyed.names().isEmpty()
          ? Outcome.ok(keyed.wrong())
          : ask(keyed.names(), keyed.wrong(), call);
    });
  }

  private Outcome<Map<String, Outcome<RemoteValue>>> ask(
      Map<String, ParameterName> names, Map<String, Outcome<RemoteValue>> outcomes, Call call) {
    return calls
        .askSsm(
            call.deadline(),
            ssm ->
                ssm.getParameters(request ->
                    request
                        .names(names.values().stream().map(ParameterName::name).toList())
                        .withDecryption(true)
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .then(answer -> {
          // Neither list is in it: not an answer of the service, and no word about any parameter.
          if (!answer.hasParameters() && !answer.hasInvalidParameters()) {
            return Outcome.failed(FailureClass.InvalidData);
          }
          names.forEach((key, name) -> outcomes.put(key, outcome(answer, name)));
          return Outcome.ok(outcomes);
        });
  }

  private static Outcome<RemoteValue> outcome(GetParametersResponse answer, ParameterName name) {
    Optional<Parameter> found =
        answer.parameters().stream()
            .filter(parameter -> parameter.name() != null && name.is(parameter.name()))
            .findFirst();
    if (found.isPresent()) {
      return AwsClient.edge(
          () -> Outcome.ok(ParameterValue.of(found.get(), name, Optional.empty())));
    }
    return answer.invalidParameters().stream().anyMatch(name::is)
        ? Outcome.failed(FailureClass.NotFound)
        : Outcome.failed(FailureClass.Internal);
  }
}
