package dev.keyturn.operator.engine.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectEditTest {

  private static SortedMap<String, byte[]> member(String name, byte[] value) {
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put(name, value);
    return members;
  }

  private static Optional<String> set(String json, String name, String value) {
    try (SecretTree tree = SecretTree.parse(json.getBytes(UTF_8))) {
      return ObjectEdit.set(tree, member(name, value.getBytes(UTF_8)))
          .map(bytes -> new String(bytes, UTF_8));
    }
  }

  @Test
  void oneMemberIsSetAndTheOthersKeepTheirSpelling() {
    assertThat(set("{\"n\": 1.50, \"a\":\"x\"}", "a", "y\"\n"))
        .contains("{\"n\":1.50,\"a\":\"y\\\"\\n\"}");
    assertThat(set("{\"n\":1}", "new", "v")).contains("{\"n\":1,\"new\":\"v\"}");
  }

  @Test
  void whatIsNoObjectTakesNoMember() {
    assertThat(set("[1]", "a", "b")).isEmpty();
    assertThat(set("plain", "a", "b")).isEmpty();
  }

  @Test
  void whatIsNoTextFitsIntoNoMember() {
    assertThat(ObjectEdit.object(member("a", new byte[] {(byte) 0xff}))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"a\":1,\"b\":\"<\"}; { \"b\" : \"\\u003c\", \"a\" : 1 }; true",
        "{\"a\":1}; {\"a\":2}; false",
        "{\"a\":1}; {\"a\":1,\"b\":null}; false",
        "[1,2]; [2,1]; false",
        "{\"a\":\"1\"}; {\"a\":1}; false",
        "plain; plain; true",
        "plain; other; false"
      })
  void valuesAreComparedByWhatTheyMean(String one, String other, boolean same) {
    try (SecretTree left = SecretTree.parse(one.getBytes(UTF_8));
        SecretTree right = SecretTree.parse(other.getBytes(UTF_8))) {
      assertThat(SameValue.of(left, right)).isEqualTo(same);
    }
  }
}
