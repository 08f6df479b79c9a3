package dev.keyturn.operator.kube.target;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.crds.v1alpha1.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The body of a server-side apply of a Secret, as bytes that are wiped when it is closed.
 *
 * <p>Not made by the client's model: that holds values as strings, which nobody can wipe.
 */
final class ApplyBody implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int ENCODED_AT_ONCE = 3 << 10;

  private final byte[] bytes;

  private ApplyBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The object that the body is about, as far as it is known. */
  record Expected(Optional<String> uid, Optional<String> resourceVersion) {
    /** No version of an object is 1, so the API server creates it or refuses: framework-facts 7. */
    static final Expected ABSENT = new Expected(Optional.empty(), Optional.of("1"));
  }

  static ApplyBody of(DesiredSecret desired, Expected expected) {
    return write(desired.data(), json -> metadata(json, desired, expected));
  }

  /** Names no field at all: whatever the field manager owned alone is removed. */
  static ApplyBody empty(String name, Expected expected) {
    return write(
        new java.util.TreeMap<>(),
        json -> {
          json.writeObjectFieldStart("metadata");
          identity(json, name, expected);
          json.writeEndObject();
        });
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  private interface Head {
    void write(JsonGenerator json) throws IOException;
  }

  private static ApplyBody write(SortedMap<String, byte[]> data, Head head) {
    try {
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      try (JsonGenerator json = JSON.createGenerator(start)) {
        json.writeStartObject();
        json.writeStringField("apiVersion", "v1");
        json.writeStringField("kind", "Secret");
        head.write(json);
        json.writeEndObject();
      }
      return new ApplyBody(data.isEmpty() ? start.toByteArray() : join(start.toByteArray(), data));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
  }

  private static void metadata(JsonGenerator json, DesiredSecret desired, Expected expected)
      throws IOException {
    json.writeObjectFieldStart("metadata");
    identity(json, desired.name(), expected);
    texts(json, "labels", desired.appliedLabels());
    texts(json, "annotations", desired.appliedAnnotations());
    if (desired.policy() == DesiredSecret.Policy.OWNER) {
      owner(json, desired.sync());
    }
    json.writeEndObject();
    Optional<String> type = desired.appliedType();
    if (type.isPresent()) {
      json.writeStringField("type", type.get());
    }
    if (desired.immutable()) {
      json.writeBooleanField("immutable", true);
    }
  }

  private static void identity(JsonGenerator json, String name, Expected expected)
      throws IOException {
    json.writeStringField("name", name);
    if (expected.uid().isPresent()) {
      json.writeStringField("uid", expected.uid().get());
    }
    if (expected.resourceVersion().isPresent()) {
      json.writeStringField("resourceVersion", expected.resourceVersion().get());
    }
  }

  private static void owner(JsonGenerator json, DesiredSecret.Sync sync) throws IOException {
    json.writeArrayFieldStart("ownerReferences");
    json.writeStartObject();
    json.writeStringField("apiVersion", Api.GROUP + "/" + Api.VERSION);
    json.writeStringField("kind", sync.kind());
    json.writeStringField("name", sync.name());
    json.writeStringField("uid", sync.uid());
    json.writeBooleanField("controller", true);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void texts(JsonGenerator json, String field, SortedMap<String, String> texts)
      throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }

  /** Sized before it is filled: a buffer that grows leaves copies of the values behind. */
  private static byte[] join(byte[] head, SortedMap<String, byte[]> data) {
    byte[] opening = ",\"data\":{".getBytes(StandardCharsets.US_ASCII);
    int size = head.length - 1 + opening.length + 2 + data.size() - 1;
    for (Map.Entry<String, byte[]> entry : data.entrySet()) {
      size += entry.getKey().length() + 5 + base64Length(entry.getValue().length);
    }
    byte[] all = new byte[size];
    int at = put(all, 0, head, head.length - 1);
    at = put(all, at, opening, opening.length);
    String separator = "";
    for (Map.Entry<String, byte[]> entry : data.entrySet()) {
      byte[] key =
          (separator + "\"" + entry.getKey() + "\":\"").getBytes(StandardCharsets.US_ASCII);
      at = put(all, at, key, key.length);
      at = encode(entry.getValue(), all, at);
      all[at++] = '"';
      separator = ",";
    }
    all[at++] = '}';
    all[at] = '}';
    return all;
  }

  /** In parts that end where four characters do: what is copied of the value stays small. */
  private static int encode(byte[] value, byte[] all, int start) {
    byte[] text = new byte[base64Length(ENCODED_AT_ONCE)];
    int at = start;
    for (int from = 0; from < value.length; from += ENCODED_AT_ONCE) {
      byte[] part = Arrays.copyOfRange(value, from, Math.min(value.length, from + ENCODED_AT_ONCE));
      at = put(all, at, text, Base64.getEncoder().encode(part, text));
      Arrays.fill(part, (byte) 0);
    }
    Arrays.fill(text, (byte) 0);
    return at;
  }

  private static int base64Length(int length) {
    return (length + 2) / 3 * 4;
  }

  private static int put(byte[] all, int at, byte[] part, int length) {
    System.arraycopy(part, 0, all, at, length);
    return at + length;
  }
}
