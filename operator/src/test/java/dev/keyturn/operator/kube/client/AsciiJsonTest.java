package dev.keyturn.operator.kube.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsciiJsonTest {
  private static final String TEXT = "caf\u00e9 \u20ac \ud83d\ude00 plain \"quoted\" \\ end";

  @Test
  void aTextThatIsTornAnywhereIsTheSameInAscii() throws IOException {
    ObjectMapper json = new ObjectMapper();
    byte[] bytes = json.writeValueAsString(TEXT).getBytes(UTF_8);
    for (int tear = 0; tear <= bytes.length; tear++) {
      try (AsciiJson ascii = new AsciiJson()) {
        String read =
            text(ascii.rewrite(List.of(ByteBuffer.wrap(bytes, 0, tear))))
                + text(ascii.rewrite(List.of(ByteBuffer.wrap(bytes, tear, bytes.length - tear))));
        assertThat(read).as("torn at %d", tear).matches("\\p{ASCII}*");
        assertThat(json.readValue(read, String.class)).as("torn at %d", tear).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void oneByteAtATimeAndSeveralBuffersAtOnceAreTheSameText() throws IOException {
    ObjectMapper json = new ObjectMapper();
    byte[] bytes = json.writeValueAsString(TEXT).getBytes(UTF_8);
    try (AsciiJson ascii = new AsciiJson()) {
      StringBuilder read = new StringBuilder();
      for (byte each : bytes) {
        read.append(text(ascii.rewrite(List.of(ByteBuffer.wrap(new byte[] {each})))));
      }
      assertThat(json.readValue(read.toString(), String.class)).isEqualTo(TEXT);
      List<ByteBuffer> pieces =
          List.of(ByteBuffer.wrap(bytes, 0, 5), ByteBuffer.wrap(bytes, 5, bytes.length - 5));
      assertThat(json.readValue(text(ascii.rewrite(pieces)), String.class)).isEqualTo(TEXT);
    }
  }

  @Test
  void whatIsAsciiAlreadyIsHandedOnAsItIs() {
    ByteBuffer plain = ByteBuffer.wrap("{\"a\": 1}\n".getBytes(UTF_8));
    try (AsciiJson ascii = new AsciiJson()) {
      assertThat(ascii.rewrite(List.of(plain))).isSameAs(plain);
    }
  }

  @Test
  void bytesThatAreNoTextDoNotStopIt() {
    try (AsciiJson ascii = new AsciiJson()) {
      ByteBuffer broken = ByteBuffer.wrap(new byte[] {'"', (byte) 0xc3, '"', '\n'});
      assertThat(text(ascii.rewrite(List.of(broken)))).isEqualTo("\"\\ufffd\"\n");
    }
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new String(bytes, US_ASCII);
  }
}
