package dev.keyturn.operator.engine.mac;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import javax.crypto.Mac;

/**
 * Fields in an unambiguous order: each with its length before it, each list with its count, and the
 * domain first, so that no two different inputs give the same bytes.
 */
final class Fields {
  private final List<ByteBuffer> parts = new ArrayList<>();

  Fields(String domain) {
    text(domain);
  }

  Fields text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps the array until {@link #finish}: nothing is copied. */
  Fields bytes(byte[] value) {
    return bytes(ByteBuffer.wrap(value));
  }

  Fields bytes(ByteBuffer value) {
    parts.add(value);
    return this;
  }

  Fields texts(SortedMap<String, String> values) {
    count(values.size());
    values.forEach((key, value) -> text(key).text(value));
    return this;
  }

  Fields count(int size) {
    return bytes(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
  }

  byte[] finish(Mac mac) {
    for (ByteBuffer part : parts) {
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.remaining()).array());
      mac.update(part);
    }
    return mac.doFinal();
  }

  Fields macs(SortedMap<String, dev.keyturn.operator.engine.mac.Mac> values) {
    count(values.size());
    for (Map.Entry<String, dev.keyturn.operator.engine.mac.Mac> entry : values.entrySet()) {
      text(entry.getKey()).text(entry.getValue().text());
    }
    return this;
  }
}
