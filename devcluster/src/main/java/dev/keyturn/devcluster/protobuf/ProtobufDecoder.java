package dev.keyturn.devcluster.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.devcluster.json.Json;
import dev.keyturn.devcluster.protobuf.Messages.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes {@code application/vnd.kubernetes.protobuf} into the JSON form: four magic bytes, then a
 * {@code runtime.Unknown} with the type and the encoded object
 * (k8s.io/apimachinery/pkg/runtime/serializer/protobuf).
 */
public final class ProtobufDecoder {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private final Messages messages = new Messages();

  /** Empty when the bytes are malformed or the kind is not one that can be decoded. */
  public Optional<ObjectNode> decode(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC)) {
      return Optional.empty();
    }
    try {
      return decodeUnknown(new Reader(body, MAGIC.length, body.length));
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Optional<ObjectNode> decodeUnknown(Reader unknown) {
    ObjectNode type = Json.object();
    Reader raw = new Reader(new byte[0], 0, 0);
    while (unknown.hasMore()) {
      long tag = unknown.varint();
      switch ((int) (tag >>> 3)) {
        case 1 -> {
          Reader typeMeta = unknown.nested();
          while (typeMeta.hasMore()) {
            String field = typeMeta.varint() >>> 3 == 1 ? "apiVersion" : "kind";
            type.put(field, typeMeta.text());
          }
        }
        case 2 -> raw = unknown.nested();
        default -> unknown.skip((int) tag & 7);
      }
    }
    String kind = Json.text(type, "kind");
    if (messages.fields(kind) == null) {
      return Optional.empty();
    }
    return Optional.of(type.setAll(message(raw, kind)));
  }

  private ObjectNode message(Reader reader, String name) {
    ObjectNode object = Json.object();
    Map<Integer, Field> fields = messages.fields(name);
    while (reader.hasMore()) {
      long tag = reader.varint();
      Field field = fields == null ? null : fields.get((int) (tag >>> 3));
      if (field == null) {
        reader.skip((int) tag & 7);
      } else if (field.map()) {
        entry(reader.nested(), field, Json.child(object, field.name()));
      } else {
        value(reader, field, object);
      }
    }
    return object;
  }

  private static void entry(Reader reader, Field field, ObjectNode map) {
    String key = "";
    byte[] value = new byte[0];
    while (reader.hasMore()) {
      if (reader.varint() >>> 3 == 1) {
        key = reader.text();
      } else {
        value = reader.bytes();
      }
    }
    map.put(
        key,
        field.type().equals("bytes")
            ? Base64.getEncoder().encodeToString(value)
            : new String(value, StandardCharsets.UTF_8));
  }

  /** Fields at their zero value are left out, as the JSON form does. */
  private void value(Reader reader, Field field, ObjectNode object) {
    switch (field.type()) {
      case "string" -> {
        String text = reader.text();
        if (field.repeated()) {
          object.withArray(field.name()).add(text);
        } else if (!text.isEmpty()) {
          object.put(field.name(), text);
        }
      }
      case "int" -> {
        long number = reader.varint();
        if (number != 0) {
          object.put(field.name(), number);
        }
      }
      case "bool" -> object.put(field.name(), reader.varint() != 0);
      case "time" -> time(reader.nested(), field, object);
      default -> {
        ObjectNode nested = message(reader.nested(), field.type());
        if (field.repeated()) {
          object.withArray(field.name()).add(nested);
        } else if (!nested.isEmpty()) {
          object.set(field.name(), nested);
        }
      }
    }
  }

  private static void time(Reader reader, Field field, ObjectNode object) {
    long seconds = 0;
    while (reader.hasMore()) {
      long tag = reader.varint();
      if (tag >>> 3 == 1) {
        seconds = reader.varint();
      } else {
        reader.skip((int) tag & 7);
      }
    }
    if (seconds > 0) {
      object.put(field.name(), Instant.ofEpochSecond(seconds).toString());
    }
  }

  /** A position in a part of the bytes. Reading beyond its end throws IndexOutOfBounds. */
  private static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int position;

    Reader(byte[] bytes, int position, int end) {
      this.bytes = bytes;
      this.position = position;
      this.end = end;
    }

    boolean hasMore() {
      return position < end;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte next = bytes[position++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IndexOutOfBoundsException("varint");
    }

    Reader nested() {
      long length = varint();
      if (length < 0 || length > end - position) {
        throw new IndexOutOfBoundsException("length");
      }
      Reader part = new Reader(bytes, position, position + (int) length);
      position += (int) length;
      return part;
    }

    byte[] bytes() {
      Reader part = nested();
      return Arrays.copyOfRange(bytes, part.position, part.end);
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    void skip(int wireType) {
      switch (wireType) {
        case VARINT -> varint();
        case FIXED_64 -> position += 8;
        case BYTES -> nested();
        case FIXED_32 -> position += 4;
        default -> throw new IndexOutOfBoundsException("wire type");
      }
    }
  }
}
