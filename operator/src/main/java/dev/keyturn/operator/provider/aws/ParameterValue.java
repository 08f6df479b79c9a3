package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.ValueShape;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Makes a value of what the service says of one version of a parameter. */
final class ParameterValue {
  private ParameterValue() {}

  /** An answer that is not about the parameter that was asked for must never reach a target. */
  static RemoteValue of(
      @Nullable Parameter parameter, ParameterName name, Optional<String> version) {
    if (parameter == null
        || parameter.name() == null
        || !name.is(parameter.name())
        || parameter.version() == null
        || !version.orElse(parameter.version().toString()).equals(parameter.version().toString())) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NONE);
    }
    String text = parameter.value();
    if (text == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    VersionStamp stamp =
        new VersionStamp(
            parameter.version().toString(),
            true,
            Optional.ofNullable(parameter.lastModifiedDate()));
    return new RemoteValue(
        SecretBytes.ofText(text), ValueShape.of(text), Optional.of(stamp), Map.of());
  }
}
