package dev.keyturn.operator.provider.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a node is handed over as: a scalar as text, a mapping and a list as compact JSON. */
final class Payload {
  private Payload() {}

  static Outcome<RemoteValue> of(Node node, VersionStamp stamp) {
    return switch (node) {
      case Node.Text(String value) -> value(SecretBytes.ofText(value), Shape.TEXT, stamp);
      case Node.Bare(String spelling) -> value(SecretBytes.ofText(spelling), Shape.TEXT, stamp);
      case Node.Items items -> value(json(items), Shape.TEXT, stamp);
      case Node.Nothing() -> empty();
      case Node.Members members ->
          members.members().isEmpty() ? empty() : value(json(members), Shape.JSON_OBJECT, stamp);
    };
  }

  private static Outcome<RemoteValue> empty() {
    return Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY);
  }

  private static Outcome<RemoteValue> value(SecretBytes bytes, Shape shape, VersionStamp stamp) {
    return Outcome.ok(new RemoteValue(bytes, shape, Optional.of(stamp), Map.of()));
  }

  private static SecretBytes json(Node node) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = new JsonFactory().createGenerator(out)) {
      write(node, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return SecretBytes.owning(out.toByteArray());
  }

  private static void write(Node node, JsonGenerator generator) throws IOException {
    switch (node) {
      case Node.Text(String value) -> generator.writeString(value);
      case Node.Bare(String spelling) -> generator.writeRawValue(spelling);
      case Node.Nothing() -> generator.writeNull();
      case Node.Items(List<Node> items) -> {
        generator.writeStartArray();
        for (Node item : items) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case Node.Members(Map<String, Node> members) -> {
        generator.writeStartObject();
        for (Map.Entry<String, Node> member : members.entrySet()) {
          generator.writeFieldName(member.getKey());
          write(member.getValue(), generator);
        }
        generator.writeEndObject();
      }
    }
  }
}
