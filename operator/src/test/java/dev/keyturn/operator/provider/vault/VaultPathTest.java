package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultPathTest {
  @ParameterizedTest
  @CsvSource({
    "app, app",
    "team/app, team/app",
    "a b, a%20b",
    "100%, 100%25",
    "a%2fb, a%252fb",
    "a+b, a%2Bb",
    "a?b#c, a%3Fb%23c",
    "ü/日, %C3%BC/%E6%97%A5",
    "..., ...",
    ".a, .a",
    "~a_b-c.d, ~a_b-c.d",
    "😀, %F0%9F%98%80"
  })
  void everyOtherByteIsEncoded(String name, String path) {
    assertThat(VaultPath.encode(name)).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "a//b", "/a", "a/", ".", "..", "a/..", "./a", "a\tb", "\u007f", "\udc00"})
  void namesThatTwoServersCouldReadInTwoWaysAreRefused(String name) {
    assertThat(VaultPath.encode(name)).isEmpty();
  }
}
