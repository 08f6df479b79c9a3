package dev.keyturn.operator.engine.select;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.DecodingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecodingTest {

  @ParameterizedTest
  @CsvSource({
    "None, dGVzdA==, dGVzdA==",
    "Base64, dGVzdA==, test",
    "Base64, dGVzdA, test",
    "Base64, +/+/, ûÿ¿",
    "Base64URL, -_-_, ûÿ¿",
    "Base64URL, dGVzdA==, test",
    "Auto, dGVzdA==, test",
    "Auto, +/+/, ûÿ¿",
    "Auto, -_-_, ûÿ¿",
    "Auto, p@ss word, p@ss word",
  })
  void decodes(DecodingStrategy strategy, String input, String output) {
    assertThat(decoded(strategy, input)).isEqualTo(output);
  }

  @ParameterizedTest
  @CsvSource({"Base64, -_-_", "Base64URL, +/+/", "Base64, p@ss", "Base64, a", "Base64URL, =a"})
  void refusesWhatIsInAnotherEncoding(DecodingStrategy strategy, String input) {
    assertThat(Decoding.decode(input.getBytes(ISO_8859_1), strategy))
        .isEqualTo(new Decoding.Invalid(Problem.NOT_BASE64));
  }

  @Test
  void readsWrappedLines() {
    assertThat(decoded(DecodingStrategy.Base64, "dGVz\r\ndA==\n")).isEqualTo("test");
  }

  @Test
  void theResultIsAnArrayOfItsOwn() {
    byte[] input = {1, 2};
    Decoding decoding = Decoding.decode(input, DecodingStrategy.None);
    input[0] = 9;
    assertThat(((Decoding.Decoded) decoding).value()).containsExactly(1, 2);
    assertThat(decoding).hasToString("[redacted]");
  }

  private static String decoded(DecodingStrategy strategy, String input) {
    return switch (Decoding.decode(input.getBytes(ISO_8859_1), strategy)) {
      case Decoding.Decoded(byte[] value) -> new String(value, ISO_8859_1);
      case Decoding.Invalid(Problem problem) -> problem.name();
    };
  }
}
