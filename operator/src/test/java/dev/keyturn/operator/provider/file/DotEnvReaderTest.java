package dev.keyturn.operator.provider.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DotEnvReaderTest {

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("A=b", "b"),
        Arguments.of("export A=b", "b"),
        Arguments.of("export\tA=b", "b"),
        Arguments.of("  A = b c  ", "b c"),
        Arguments.of("A=", ""),
        Arguments.of("A= # comment", ""),
        Arguments.of("A=b # comment", "b"),
        Arguments.of("A=b#c", "b#c"),
        Arguments.of("A=#b", "#b"),
        Arguments.of("A=b=c==", "b=c=="),
        Arguments.of("A='b # \\n $X \"c\"'", "b # \\n $X \"c\""),
        Arguments.of("A=\"b\\n\\t\\\"c\\\" \\\\ \\$X\"", "b\n\t\"c\" \\ $X"),
        Arguments.of("A=\"b\\d\"", "b\\d"),
        Arguments.of("A=b\\n", "b\\n"),
        Arguments.of("A=$HOME ${X}", "$HOME ${X}"),
        Arguments.of("A=\"-----BEGIN\nx\n-----END\"", "-----BEGIN\nx\n-----END"),
        Arguments.of("A='l1\nl2'", "l1\nl2"),
        Arguments.of("A=\"b\" # comment", "b"),
        Arguments.of("A=b\r\n", "b"),
        Arguments.of("# A=x\n\n   # y\nA=b\n", "b"),
        Arguments.of("A=\"\"", ""),
        Arguments.of("A=it's", "it's"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void readsLines(String text, String value) throws Malformed {
    assertThat(DotEnvReader.read(text).members()).isEqualTo(Map.of("A", new Node.Text(value)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "A b",
        "=b",
        "1A=b",
        "A B=c",
        "A=\"b",
        "A='b",
        "A=\"b\"c",
        "A='b'c",
        "A=b\nA=c",
        "A-=b\nB",
        "export",
        "export A",
        "ü=1",
        "A=\"b\"#c"
      })
  void refusesWhatIsHalfWrittenOrAmbiguous(String text) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> DotEnvReader.read(text))
        .withMessage(null);
  }

  @Test
  void readsManyNamesInOrder() throws Malformed {
    assertThat(DotEnvReader.read("B=1\nA=2\nc.d-e=3").members().keySet())
        .containsExactly("B", "A", "c.d-e");
  }
}
