package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;

/** Takes the deletion of a secret back, which is one of all its versions. */
final class SecretRestoration {
  private final AwsCalls calls;

  SecretRestoration(AwsCalls calls) {
    this.calls = calls;
  }

  /** By a further request of the call. */
  Outcome<Done> restore(SecretName name, Call call) {
    call.another();
    return calls
        .change(
            call.deadline(),
            secrets ->
                secrets.restoreSecret(request ->
                    request
                        .secretId(name.id())
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(restored -> new Done());
  }
}
