package dev.keyturn.operator.engine.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExtractionTest {

  @Test
  void takesEveryTopLevelMemberInSourceOrder() {
    assertThat(extract("{\"b\":\"1\",\"a\":2.50,\"o\":{\"x\":[1]},\"t\":true,\"e\":\"\"}", null))
        .isEqualTo("b=1;a=2.50;o={\"x\":[1]};t=true;e=");
  }

  @Test
  void takesTheObjectAtTheProperty() {
    assertThat(extract("{\"db\":{\"user\":\"u\"},\"x\":1}", "db")).isEqualTo("user=u");
    assertThat(extract("{\"l\":[{\"k\":\"a\"},{\"k\":\"b\",\"v\":2}]}", "l.#(k==\"b\")"))
        .isEqualTo("k=b;v=2");
  }

  @Test
  void leavesNullOut() {
    assertThat(extract("{\"a\":null,\"b\":1}", null)).isEqualTo("b=1");
  }

  @Test
  void turnsCharactersThatAKeyMayNotHaveIntoUnderscores() {
    assertThat(extract("{\"a/b\":1,\"ü😀\":2}", null)).isEqualTo("a_b=1;__=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a/b\":1,\"a_b\":2} | Collision[key=a_b]",
        "{\"\":1} | IllegalKey[name=]",
        "{\"..a\":1} | IllegalKey[name=..a]",
        "{\".\":1} | IllegalKey[name=.]",
        "[1] | Invalid[problem=NOT_AN_OBJECT]",
        "\"text\" | Invalid[problem=NOT_AN_OBJECT]",
        "no json | Invalid[problem=NOT_JSON]",
        "{} | Invalid[problem=EMPTY]",
        "{\"a\":null} | Invalid[problem=EMPTY]",
        "{\"a\":1,\"a\":2} | Invalid[problem=DUPLICATE_KEY]",
      })
  void refusesWhatWouldNotBecomeASecret(String json, String outcome) {
    assertThat(extract(json, null)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "none, Missing[]",
    "n, Missing[]",
    "s, Invalid[problem=NOT_AN_OBJECT]",
    "a.#(, BadPath[column=5]"
  })
  void refusesAPropertyThatLeadsToNoObject(String property, String outcome) {
    assertThat(extract("{\"n\":null,\"s\":\"x\"}", property)).isEqualTo(outcome);
  }

  @Test
  void aKeyOfTheGreatestLengthIsLegal() {
    assertThat(KeyName.isLegal("k".repeat(253))).isTrue();
    assertThat(KeyName.isLegal("k".repeat(254))).isFalse();
    assertThat(KeyName.isLegal("tls.crt")).isTrue();
    assertThat(KeyName.isLegal("a b")).isFalse();
  }

  private static String extract(String json, @Nullable String property) {
    try (SecretTree tree = SecretTree.parse(json.getBytes(UTF_8))) {
      Extraction extraction = Extraction.of(tree, Optional.ofNullable(property));
      return extraction instanceof Extraction.Extracted extracted
          ? extracted.values().entrySet().stream()
              .map(entry -> entry.getKey() + "=" + new String(entry.getValue(), UTF_8))
              .collect(Collectors.joining(";"))
          : extraction.toString();
    }
  }
}
