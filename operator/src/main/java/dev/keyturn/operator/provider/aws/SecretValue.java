package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.ValueShape;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** Makes a value of what the service says of one version of a secret: a text or bytes. */
final class SecretValue {
  private SecretValue() {}

  static RemoteValue of(
      String versionId,
      @Nullable Instant created,
      @Nullable String text,
      @Nullable SdkBytes bytes,
      Map<String, String> tags) {
    Optional<VersionStamp> stamp =
        Optional.of(new VersionStamp(versionId, false, Optional.ofNullable(created)));
    if (text != null) {
      return new RemoteValue(SecretBytes.ofText(text), ValueShape.of(text), stamp, tags);
    }
    if (bytes == null) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    return new RemoteValue(SecretBytes.owning(bytes.asByteArray()), Shape.BYTES, stamp, tags);
  }
}
