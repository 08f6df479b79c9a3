package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/**
 * Asks DescribeSecret for the labels of a secret that has to be there: NotFound where it is not.
 */
final class SecretLooks {
  private final AwsCalls calls;

  SecretLooks(AwsCalls calls) {
    this.calls = calls;
  }

  Outcome<RotationLabels> labels(SecretName name, Call call) {
    return calls
        .ask(
            call.deadline(),
            secrets ->
                secrets.describeSecret(request ->
                    request
                        .secretId(name.id())
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(SecretLooks::labels);
  }

  /** A success that says nothing, and be it of nobody's secret, is no answer of the service. */
  private static RotationLabels labels(DescribeSecretResponse answer) {
    if (answer.name() == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    return RotationLabels.of(answer);
  }
}
