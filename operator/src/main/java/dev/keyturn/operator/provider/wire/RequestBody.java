package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Writes the JSON object of a request into bytes that can be wiped. */
public final class RequestBody {
  private static final JsonFactory JSON = StrictJson.factory();

  private RequestBody() {}

  /** The object with these members, owned by the caller. */
  public static SecretBytes of(Members members) {
    try (WipedOutput output = new WipedOutput();
        JsonGenerator body = JSON.createGenerator(output)) {
      body.writeStartObject();
      members.write(body);
      body.writeEndObject();
      body.flush();
      return output.take();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
  }

  /** One member that is a secret text. */
  public static void member(JsonGenerator body, String name, SecretBytes value) throws IOException {
    body.writeFieldName(name);
    byte[] copy = value.with(byte[]::clone);
    try {
      body.writeUTF8String(copy, 0, copy.length);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /** Writes the members. */
  @FunctionalInterface
  public interface Members {
    void write(JsonGenerator body) throws IOException;
  }
}
