package dev.keyturn.operator.provider.gcp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Bodies of the requests that change something. */
final class WriteBody {
  private WriteBody() {}

  static SecretBytes empty() {
    return RequestBody.of(body -> {});
  }

  /**
   * A change of the state of a version.
   *
   * @param etag of the version as it was seen; empty where that was not said
   */
  static SecretBytes state(Optional<String> etag) {
    return RequestBody.of(body -> etag(etag, body));
  }

  private static void etag(Optional<String> etag, JsonGenerator body) throws IOException {
    if (etag.isPresent()) {
      body.writeStringField("etag", etag.get());
    }
  }

  /** A secret without a version; a regional one has no replication, and its key beside it. */
  static SecretBytes secret(GcpConfig config, Map<String, String> annotations) {
    return RequestBody.of(body -> {
      if (config.location().isEmpty()) {
        body.writeObjectFieldStart("replication");
        body.writeObjectFieldStart("automatic");
        encryption(config, body);
        body.writeEndObject();
        body.writeEndObject();
      } else {
        encryption(config, body);
      }
      annotations(annotations, body);
    });
  }

  private static void encryption(GcpConfig config, JsonGenerator body) throws IOException {
    if (config.kmsKey().isPresent()) {
      body.writeObjectFieldStart("customerManagedEncryption");
      body.writeStringField("kmsKeyName", config.kmsKey().get());
      body.writeEndObject();
    }
  }

  /**
   * All annotations of a secret.
   *
   * @param etag of what they were made from, where it is known
   */
  static SecretBytes annotations(Map<String, String> annotations, Optional<String> etag) {
    return RequestBody.of(body -> {
      annotations(annotations, body);
      etag(etag, body);
    });
  }

  private static void annotations(Map<String, String> annotations, JsonGenerator body)
      throws IOException {
    body.writeObjectFieldStart("annotations");
    for (Map.Entry<String, String> entry : new TreeMap<>(annotations).entrySet()) {
      body.writeStringField(entry.getKey(), entry.getValue());
    }
    body.writeEndObject();
  }

  /** A version; the service refuses bytes that do not fit their checksum. */
  static SecretBytes version(SecretBytes payload) {
    byte[] data = payload.with(bytes -> Base64.getEncoder().encode(bytes));
    try {
      return RequestBody.of(body -> {
        body.writeObjectFieldStart("payload");
        body.writeFieldName("data");
        body.writeUTF8String(data, 0, data.length);
        body.writeStringField("dataCrc32c", payload.with(ValueBody::checksum));
        body.writeEndObject();
      });
    } finally {
      Arrays.fill(data, (byte) 0);
    }
  }
}
