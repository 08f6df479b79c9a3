package dev.keyturn.operator.provider.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/**
 * Reads one JSON document from bytes: no duplicate keys, bounded depth and number of keys, nothing
 * after its end. Every fault is a {@link WireProblem} without text.
 */
public final class StrictJson {
  /** Greatest length of a text, characters: the cap of a value. */
  private static final int LONGEST_TEXT = 2 * 1024 * 1024;

  /** The end of the year 9999 in seconds since 1970. */
  private static final double LAST_MOMENT = 253_402_300_799.0;

  /** The envelope wraps a value in at most two objects. */
  private static final int ENVELOPE = 2;

  private static final JsonFactory FACTORY = factory();

  private final JsonParser parser;

  private StrictJson(JsonParser parser) {
    this.parser = parser;
  }

  /** Buffers are not pooled and names not interned: both would outlive the document. */
  static JsonFactory factory() {
    return JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(CompactCopy.DEPTH + ENVELOPE)
                .maxNumberLength(1_000)
                .maxStringLength(LONGEST_TEXT)
                .maxNameLength(1_024)
                .build())
        .build();
  }

  /** Reads the whole document, which must be an object. */
  public static <T> T read(SecretBytes document, Function<StrictJson, T> content) {
    return document.with(bytes -> {
      try (JsonParser parser = FACTORY.createParser(bytes)) {
        parser.nextToken();
        T read = content.apply(new StrictJson(parser));
        if (parser.nextToken() != null) {
          throw WireProblem.invalid();
        }
        return read;
      } catch (IOException malformed) {
        throw WireProblem.invalid();
      }
    });
  }

  /** Calls the function at the value of each member of the object here; it must consume it. */
  public void object(Member member) {
    require(JsonToken.START_OBJECT);
    guarded(() -> {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member.read(name);
      }
      return true;
    });
  }

  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  public boolean isText() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  public void skip() {
    guarded(parser::skipChildren);
  }

  public String text() {
    require(JsonToken.VALUE_STRING);
    return guarded(parser::getText);
  }

  public boolean flag() {
    return guarded(() ->
        switch (parser.currentToken()) {
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case null, default -> throw WireProblem.invalid();
        });
  }

  public long whole() {
    require(JsonToken.VALUE_NUMBER_INT);
    return guarded(parser::getLongValue);
  }

  /** A moment as seconds since 1970, which may have a fraction; the fraction is cut off. */
  public Instant moment() {
    double seconds = guarded(parser::getDoubleValue);
    if (!(seconds >= 0 && seconds <= LAST_MOMENT)) {
      throw WireProblem.invalid();
    }
    return Instant.ofEpochSecond((long) seconds);
  }

  /** The text here; the parser's own buffer is left to the garbage collector. */
  public SecretBytes secret() {
    require(JsonToken.VALUE_STRING);
    return guarded(() -> SecretBytes.ofText(parser.getText()));
  }

  /** Number of elements of the array here; each is handed to the function and consumed. */
  public int array(Runnable element) {
    require(JsonToken.START_ARRAY);
    return guarded(() -> {
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element.run();
        count++;
      }
      return count;
    });
  }

  /**
   * The object here without white space, its numbers in the spelling of the source;
   * InvalidData/EMPTY for null and for an object without members.
   */
  public SecretBytes compactObject() {
    if (isNull()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
    }
    require(JsonToken.START_OBJECT);
    return guarded(() -> {
      try (WipedOutput output = new WipedOutput();
          JsonGenerator copy = FACTORY.createGenerator(output, JsonEncoding.UTF8)) {
        if (new CompactCopy(parser, copy).object() == 0) {
          throw new WireProblem(FailureClass.InvalidData, FailureDetail.EMPTY);
        }
        copy.flush();
        return output.take();
      }
    });
  }

  private void require(JsonToken token) {
    if (parser.currentToken() != token) {
      throw WireProblem.invalid();
    }
  }

  private static <T> T guarded(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException malformed) {
      throw WireProblem.invalid();
    }
  }

  /** Reads the value of one member. */
  @FunctionalInterface
  public interface Member {
    void read(String name);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }
}
