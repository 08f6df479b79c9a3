package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;

/** A value as the service takes it: what is text is written as text. */
sealed interface Content {
  /** Greatest number of bytes of a value of Secrets Manager. */
  int LIMIT = 65_536;

  /** Characters, one at least. */
  record Text(String text) implements Content {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** Bytes that are no text. */
  record Binary(SdkBytes bytes) implements Content {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /** Refuses, before any call, what the service would not keep. */
  static Content of(SecretBytes payload, int limit) {
    if (payload.size() == 0) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    if (payload.size() > limit) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
    }
    return payload.with(bytes -> {
      try {
        return new Text(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      } catch (CharacterCodingException noText) {
        return new Binary(SdkBytes.fromByteArray(bytes));
      }
    });
  }

  default void putTo(CreateSecretRequest.Builder request) {
    switch (this) {
      case Text(String text) -> request.secretString(text);
      case Binary(SdkBytes bytes) -> request.secretBinary(bytes);
    }
  }

  default void putTo(PutSecretValueRequest.Builder request) {
    switch (this) {
      case Text(String text) -> request.secretString(text);
      case Binary(SdkBytes bytes) -> request.secretBinary(bytes);
    }
  }
}
