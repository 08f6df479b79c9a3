package dev.keyturn.operator.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.tenancy.RemotePath.Canonical;
import dev.keyturn.operator.engine.tenancy.RemotePath.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemotePathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "tenants/shop/db", "dot.ted/..a/a..", "ünï/日本", "a b/c+d", "A/a"})
  void acceptsWhatHasOneSpelling(String text) {
    assertThat(RemotePath.canonical(text))
        .isInstanceOfSatisfying(Canonical.Ok.class, ok -> assertThat(ok.path()).hasToString(text));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", Reason.EMPTY_SEGMENT),
        Arguments.of("/a", Reason.EMPTY_SEGMENT),
        Arguments.of("a/", Reason.EMPTY_SEGMENT),
        Arguments.of("a//b", Reason.EMPTY_SEGMENT),
        Arguments.of(".", Reason.DOT_SEGMENT),
        Arguments.of("a/./b", Reason.DOT_SEGMENT),
        Arguments.of("a/../b", Reason.DOT_SEGMENT),
        Arguments.of("a/..", Reason.DOT_SEGMENT),
        Arguments.of(" a", Reason.OUTER_SPACE),
        Arguments.of("a/ ../b", Reason.OUTER_SPACE),
        Arguments.of("a/.. /b", Reason.OUTER_SPACE),
        Arguments.of("a\u00a0/b", Reason.OUTER_SPACE),
        Arguments.of("a%2fb", Reason.FORBIDDEN_CHARACTER),
        Arguments.of("a/%2e%2e/b", Reason.FORBIDDEN_CHARACTER),
        Arguments.of("a\\b", Reason.FORBIDDEN_CHARACTER),
        Arguments.of("a?list=true", Reason.FORBIDDEN_CHARACTER),
        Arguments.of("a#b", Reason.FORBIDDEN_CHARACTER),
        Arguments.of("a/*", Reason.FORBIDDEN_CHARACTER),
        Arguments.of("a\u0000", Reason.CONTROL_CHARACTER),
        Arguments.of("a\nb", Reason.CONTROL_CHARACTER),
        Arguments.of("a\u200bb", Reason.CONTROL_CHARACTER),
        Arguments.of("a\u2028b", Reason.CONTROL_CHARACTER),
        Arguments.of("a\ud800b", Reason.CONTROL_CHARACTER),
        Arguments.of("u\u0308", Reason.NOT_NORMALIZED),
        Arguments.of("a/".repeat(64) + "a", Reason.TOO_LONG),
        Arguments.of("ü".repeat(513), Reason.TOO_LONG));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatABackendMightReadDifferently(String text, Reason reason) {
    assertThat(RemotePath.canonical(text)).isEqualTo(new Canonical.Refused(reason));
  }

  @Test
  void acceptsTheLargestPath() {
    assertThat(RemotePath.canonical("a".repeat(1024))).isInstanceOf(Canonical.Ok.class);
    assertThat(RemotePath.canonical("a/".repeat(63) + "a")).isInstanceOf(Canonical.Ok.class);
  }
}
