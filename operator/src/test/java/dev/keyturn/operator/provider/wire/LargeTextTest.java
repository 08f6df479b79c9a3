package dev.keyturn.operator.provider.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.keyturn.operator.provider.SecretBytes;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of large documents are read past the parser, and mean and look the same. */
class LargeTextTest {
  /** Makes a document a large one. */
  private static final String PADDING = "p".repeat(70_000);

  private static String object(byte[] document) {
    return StrictJson.read(
        SecretBytes.owning(document),
        json -> {
          String[] copied = new String[1];
          json.object(name -> {
            if (name.equals("data")) {
              copied[0] = json.compactObject().withText(text -> text);
            } else {
              json.skip();
            }
          });
          return copied[0];
        });
  }

  private static String secret(byte[] document) {
    return StrictJson.read(
        SecretBytes.owning(document),
        json -> {
          String[] read = new String[1];
          json.object(name -> {
            if (name.equals("data")) {
              read[0] = json.secret().withText(text -> text);
            } else {
              json.skip();
            }
          });
          return read[0];
        });
  }

  private static byte[] small(String data) {
    return ("{\"data\":" + data + "}").getBytes(UTF_8);
  }

  private static byte[] large(String data) {
    return large(data, UTF_8);
  }

  private static byte[] large(String data, Charset charset) {
    return ("{ \"a\" : \""
            + PADDING
            + "\", \"data\" :\n "
            + data
            + " , \"z\": [\""
            + PADDING
            + "\"]}")
        .getBytes(charset);
  }

  /** Spelled in ways that a backend may choose, not all of them the shortest. */
  private static String spelled(Random random) throws IOException {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(8)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.appendCodePoint(0x10000 + random.nextInt(0xfffff));
        case 2 -> text.append((char) (0xa0 + random.nextInt(0x700)));
        case 3 -> text.append((char) (0xe000 + random.nextInt(0x1ff0)));
        case 4 -> text.append("\"\\/\b\f\n\r\t\u007f\u0000".charAt(random.nextInt(10)));
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    StringWriter written = new StringWriter();
    try (JsonGenerator json = StrictJson.factory().createGenerator(written)) {
      if (random.nextBoolean()) {
        json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
      }
      json.writeString(text.toString());
    }
    return random.nextBoolean() ? written.toString().replace("/", "\\/") : written.toString();
  }

  @Test
  void aLargeDocumentGivesWhatASmallOneGives() throws IOException {
    Random random = new Random(17);
    for (int i = 0; i < 300; i++) {
      String text = spelled(random);
      assertThat(secret(large(text))).isEqualTo(secret(small(text)));
      String object =
          "{\"a\": "
              + text
              + ", \"b\" : [1.50, "
              + text
              + ",null, {\"c\":"
              + spelled(random)
              + "}]}";
      assertThat(object(large(object))).isEqualTo(object(small(object)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800x\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"a\u0000b\""
      })
  void whatIsNoTextIsRefused(String text) {
    assertThatThrownBy(() -> secret(large(text))).isInstanceOf(WireProblem.class);
    assertThatThrownBy(() -> object(large("{\"a\":" + text + "}"))).isInstanceOf(WireProblem.class);
    assertThatThrownBy(() -> object(small("{\"a\":" + text + "}"))).isInstanceOf(WireProblem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00c0\u0080",
        "\u00ed\u00a0\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u00ff",
        "\u0080",
        "\u00e2\u0082",
        "\u00f0\u0080\u0080\u0080"
      })
  void whatIsNoUtf8IsRefused(String bytes) {
    assertThatThrownBy(() -> secret(large("\"" + bytes + "\"", ISO_8859_1)))
        .isInstanceOf(WireProblem.class);
  }

  @Test
  void aTextWithoutAnEndIsRefused() {
    byte[] cut = ("{\"data\":\"" + PADDING).getBytes(UTF_8);
    assertThatThrownBy(() -> secret(cut)).isInstanceOf(WireProblem.class);
    byte[] escape = ("{\"data\":\"" + PADDING + "\\").getBytes(UTF_8);
    assertThatThrownBy(() -> secret(escape)).isInstanceOf(WireProblem.class);
  }

  @Test
  void aTextIsTooLongBeyondTwoMegabytes() {
    String longest = "x".repeat(StrictJson.LONGEST_TEXT);
    assertThat(secret(small('"' + longest + '"'))).hasSize(StrictJson.LONGEST_TEXT);
    assertThatThrownBy(() -> secret(small('"' + longest + "x\""))).isInstanceOf(WireProblem.class);
  }

  @Test
  void otherEncodingsGoThroughTheParser() {
    assertThat(secret(large("\"pencil\"", UTF_16))).isEqualTo("pencil");
    byte[] marked = ("\ufeff{\"data\":\"pencil" + PADDING + "\"}").getBytes(UTF_8);
    assertThat(secret(marked)).isEqualTo("pencil" + PADDING);
  }

  @Test
  void aMegabyteTakesNoMoreThanItsOwnSizeAndACopy() {
    byte[] document = small("{\"a\":\"" + "x".repeat(1_000_000) + "\"}");
    var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    SecretBytes owned = SecretBytes.owning(document);
    long before = memory.getCurrentThreadAllocatedBytes();
    boolean read =
        StrictJson.read(
            owned,
            json -> {
              json.object(name -> json.compactObject().close());
              return true;
            });
    assertThat(read).isTrue();
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(2_500_000);
  }
}
