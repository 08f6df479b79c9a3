package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;

/** Reads one parameter: GetParameter. */
final class ParameterReader {
  private final AwsCalls calls;

  ParameterReader(AwsCalls calls) {
    this.calls = calls;
  }

  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    ParameterName name = ParameterName.of(ref.key());
    String id = ref.version().map(name::at).orElse(name.name());
    return calls
        .askSsm(
            call.deadline(),
            ssm ->
                ssm.getParameter(request ->
                    request
                        .name(id)
                        .withDecryption(true)
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(GetParameterResponse::parameter)
        .map(parameter -> ParameterValue.of(parameter, name, ref.version()));
  }
}
