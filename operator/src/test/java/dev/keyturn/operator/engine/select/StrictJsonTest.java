package dev.keyturn.operator.engine.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "0",
        "-0.5e-7",
        "\"\"",
        "true",
        "null",
        " [1 , 2] ",
        "{\"a\":{\"a\":1}}",
        "\"\\u0000\\uD83D\\uDE00\"",
        "\"ü\""
      })
  void readsJson(String json) throws Unusable {
    assertThat(StrictJson.parse(json.getBytes(UTF_8))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "[1 2]",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "-",
        "NaN",
        "Infinity",
        "tru",
        "nul",
        "truex",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"a\nb\"",
        "1 2",
        "{} x",
        "/* c */ 1",
        "\ufeff{}"
      })
  void refusesWhatIsNoJson(String text) {
    assertThat(problem(text.getBytes(UTF_8))).isEqualTo(Problem.NOT_JSON);
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    assertThat(problem(new byte[] {'"', (byte) 0xff, '"'})).isEqualTo(Problem.NOT_JSON);
    assertThat(problem(new byte[] {'"', (byte) 0xc3, '"'})).isEqualTo(Problem.NOT_JSON);
    assertThat(problem(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
        .isEqualTo(Problem.NOT_JSON);
  }

  static Stream<Arguments> bounds() {
    String members =
        IntStream.range(0, 1001).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(","));
    return Stream.of(
        Arguments.of("[".repeat(33) + "]".repeat(33), Problem.TOO_DEEP),
        Arguments.of("[".repeat(1_000_000), Problem.TOO_DEEP),
        Arguments.of("{" + members + "}", Problem.TOO_MANY_KEYS),
        Arguments.of("[" + "0,".repeat(10_000) + "0]", Problem.TOO_MANY_ITEMS),
        Arguments.of(
            "[[" + "[],".repeat(5_000) + "0],[" + "0,".repeat(5_000) + "0]]",
            Problem.TOO_MANY_ITEMS),
        Arguments.of("1".repeat(1001), Problem.TOO_LARGE),
        Arguments.of("\"" + "x".repeat(2 * 1024 * 1024) + "\"", Problem.TOO_LARGE),
        Arguments.of("{\"a\":1,\"b\":2,\"\\u0061\":3}", Problem.DUPLICATE_KEY),
        Arguments.of("{\"o\":{\"x\":1,\"x\":1}}", Problem.DUPLICATE_KEY));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void refusesWhatIsOverABound(String json, Problem problem) {
    assertThat(problem(json.getBytes(UTF_8))).isEqualTo(problem);
  }

  @Test
  void readsWhatIsJustWithinTheBounds() throws Unusable {
    assertThat(StrictJson.parse(("[".repeat(32) + "]".repeat(32)).getBytes(UTF_8))).isNotNull();
    assertThat(StrictJson.parse("1".repeat(1000).getBytes(UTF_8))).isNotNull();
    assertThat(StrictJson.parse(("[" + "0,".repeat(9_999) + "0]").getBytes(UTF_8))).isNotNull();
  }

  @Test
  void aProblemCarriesNoTextOfThePayload() {
    Unusable problem =
        catchThrowableOfType(
            Unusable.class, () -> StrictJson.parse("{\"a\":canary}".getBytes(UTF_8)));
    assertThat(problem).hasMessage(null).hasNoCause();
    assertThat(problem.toString()).doesNotContain("canary");
  }

  private static Problem problem(byte[] json) {
    return catchThrowableOfType(Unusable.class, () -> StrictJson.parse(json)).problem();
  }
}
