package dev.keyturn.operator.engine.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectionTest {
  private static final String SHORT =
      "{\"u\":{\"n\":\"x\"},\"a\":[{\"k\":\"p\",\"v\":1},{\"k\":\"q\",\"v\":2}],\"f.m\":\"z\","
          + "\"l\":[\"aa\",\"ab\"],\"x\":[{\"y\":[\"p\",\"r\"]},{\"y\":[\"q\"]}]}";
  private static final String PEOPLE =
      """
      {"name": {"first": "Ada", "last": "Stone"}, "age": 37, "kids": ["Uma", "Alex", "Jack"],
       "best.film": "Alien",
       "friends": [{"first": "Dale", "last": "Moss", "age": 44, "nets": ["ig", "fb", "tw"]},
                   {"first": "Roger", "last": "Crane", "age": 68, "nets": ["fb", "tw"]},
                   {"first": "Jane", "last": "Moss", "age": 47, "nets": ["ig", "tw"]}]}
      """;

  static Stream<Arguments> found() {
    return Stream.of(
        Arguments.of(SHORT, "u.n", "x"),
        Arguments.of(SHORT, "a.1.v", "2"),
        Arguments.of(SHORT, "a.#(k==\"q\").v", "2"),
        Arguments.of(SHORT, "f\\.m", "z"),
        Arguments.of(SHORT, "a.#(v>0)#.k", "[\"p\",\"q\"]"),
        Arguments.of(SHORT, "u.?", "x"),
        Arguments.of(SHORT, "f*", "z"),
        Arguments.of(SHORT, "l.#", "2"),
        Arguments.of(SHORT, "l.#(%\"a*\")#", "[\"aa\",\"ab\"]"),
        Arguments.of(SHORT, "l.#(!%\"*b\")", "aa"),
        Arguments.of(SHORT, "a.#.v", "[1,2]"),
        Arguments.of(SHORT, "x.#(y.#(==\"p\"))#", "[{\"y\":[\"p\",\"r\"]}]"),
        Arguments.of(SHORT, "a.#(v>0)#|0.k", "p"),
        Arguments.of(SHORT, "a.#(v!=1).k", "q"),
        Arguments.of(SHORT, "a.#(v<2).k", "p"),
        Arguments.of(SHORT, "a.#(v<=1)#.k", "[\"p\"]"),
        Arguments.of(SHORT, "a.#(v>=2)#.k", "[\"q\"]"),
        Arguments.of(SHORT, "a.#(k=q).v", "2"),
        Arguments.of(SHORT, "u.@this", "{\"n\":\"x\"}"),
        Arguments.of(SHORT, "u.@keys", "[\"n\"]"),
        Arguments.of(SHORT, "u|@values", "[\"x\"]"),
        Arguments.of(SHORT, "l.@reverse.0", "ab"),
        Arguments.of("{\"l\":[1,[2],[3,[4]]]}", "l.@flatten", "[1,2,3,[4]]"),
        Arguments.of(SHORT, "u.@tostr", "{\"n\":\"x\"}"),
        Arguments.of(SHORT, "u.@tostr.@fromstr.n", "x"),
        Arguments.of("{\"s\":\"{\\\"p\\\":7}\"}", "s.@fromstr.p", "7"),
        Arguments.of("{ \"o\" : { \"b\" : 1.50 , \"a\" : [ ] } }", "o", "{\"b\":1.50,\"a\":[]}"),
        Arguments.of("{\"o\":{\"s\":\"a\\u00e9\"}}", "o.@ugly", "{\"s\":\"a\\u00e9\"}"),
        Arguments.of("{\"s\":\"\\u00e9\\n\\ud83d\\ude00\\/\"}", "s", "é\n😀/"),
        Arguments.of("{\"n\":1.0E+2}", "n", "1.0E+2"),
        Arguments.of(
            "{\"n\":123456789012345678901234567890}", "n", "123456789012345678901234567890"),
        Arguments.of("{\"t\":true}", "t", "true"),
        Arguments.of("{\"e\":\"\"}", "e", ""),
        Arguments.of("{\"a.b\":\"literal\",\"a\":{\"b\":\"path\"}}", "a.b", "literal"),
        Arguments.of("{\"a.#(\":\"literal\"}", "a.#(", "literal"),
        Arguments.of("[{\"a\":1}]", "0.a", "1"),
        Arguments.of(
            "{\"big\":[{\"i\":9007199254740993,\"v\":\"r\"},{\"i\":9007199254740992,\"v\":\"w\"}]}",
            "big.#(i==9007199254740992).v",
            "w"),
        Arguments.of(PEOPLE, "name.last", "Stone"),
        Arguments.of(PEOPLE, "age", "37"),
        Arguments.of(PEOPLE, "kids", "[\"Uma\",\"Alex\",\"Jack\"]"),
        Arguments.of(PEOPLE, "kids.1", "Alex"),
        Arguments.of(PEOPLE, "ki*.2", "Jack"),
        Arguments.of(PEOPLE, "k?ds.0", "Uma"),
        Arguments.of(PEOPLE, "best\\.film", "Alien"),
        Arguments.of(PEOPLE, "friends.#", "3"),
        Arguments.of(PEOPLE, "friends.#.age", "[44,68,47]"),
        Arguments.of(PEOPLE, "friends.#(last==\"Moss\").first", "Dale"),
        Arguments.of(PEOPLE, "friends.#(last==\"Moss\")#.first", "[\"Dale\",\"Jane\"]"),
        Arguments.of(PEOPLE, "friends.#(age>45)#.last", "[\"Crane\",\"Moss\"]"),
        Arguments.of(PEOPLE, "friends.#(first%\"D*\").last", "Moss"),
        Arguments.of(PEOPLE, "friends.#(first!%\"D*\").last", "Crane"),
        Arguments.of(PEOPLE, "kids.#(!%\"*a*\")", "Alex"),
        Arguments.of(PEOPLE, "kids.#(%\"*a*\")#", "[\"Uma\",\"Jack\"]"),
        Arguments.of(PEOPLE, "friends.#(nets.#(==\"fb\"))#.first", "[\"Dale\",\"Roger\"]"),
        Arguments.of(PEOPLE, "friends|0.first", "Dale"),
        Arguments.of(PEOPLE, "friends|0|first", "Dale"),
        Arguments.of(PEOPLE, "friends|#", "3"),
        Arguments.of(PEOPLE, "friends.#(last=\"Moss\")#.0", "[]"),
        Arguments.of(PEOPLE, "friends.#(last=\"Moss\")#.#", "[]"),
        Arguments.of(PEOPLE, "friends.#(last=\"Moss\")#|#", "2"),
        Arguments.of(PEOPLE, "kids.@reverse", "[\"Jack\",\"Alex\",\"Uma\"]"));
  }

  @ParameterizedTest
  @MethodSource("found")
  void selects(String json, String property, String value) {
    assertThat(select(json, property)).isEqualTo("= " + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.9.v",
        "u.n.x",
        "nothing",
        "a.#(k==\"z\").v",
        "u.#.x",
        "l.aa",
        "a.#(v>0)#|first"
      })
  void whatIsNotThereIsMissing(String property) {
    assertThat(select(SHORT, property)).isEqualTo("missing");
  }

  @Test
  void nullIsMissingAlsoUnderALiteralKey() {
    assertThat(select("{\"a\":{\"b\":null}}", "a.b")).isEqualTo("missing");
    assertThat(select("{\"a.b\":null,\"a\":{\"b\":1}}", "a.b")).isEqualTo("missing");
  }

  /** gjson gives {@code []} and an empty string here, which would blank a key by mistake. */
  @ParameterizedTest
  @ValueSource(
      strings = {"nothing.@keys", "nothing.@values", "nothing|@tostr", "a.#(v>9)#|0.@tostr"})
  void noModifierMakesAValueOfNothing(String property) {
    assertThat(select(SHORT, property)).isEqualTo("missing");
  }

  /** gjson reads a constant that is no number as 0. */
  @Test
  void aNumberEqualsNoWord() {
    assertThat(select("[{\"n\":0,\"v\":\"x\"}]", "#(n==\"word\").v")).isEqualTo("missing");
    assertThat(select("[{\"n\":0,\"v\":\"x\"}]", "#(n!=\"word\").v")).isEqualTo("= x");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("{a,b}", 1),
        Arguments.of("[a,b]", 1),
        Arguments.of("a.{b,c}", 3),
        Arguments.of("a|[b]", 3),
        Arguments.of("!\"x\"", 1),
        Arguments.of("a|!true", 3),
        Arguments.of("..0.a", 1),
        Arguments.of("a.#[k==\"q\"]", 4),
        Arguments.of("a.@pretty", 3),
        Arguments.of("a.@flatten:{\"deep\":true}", 3),
        Arguments.of("a.@nosuch", 3),
        Arguments.of("a.#(k==", 8),
        Arguments.of("a.#(k==\"q).v", 13),
        Arguments.of("a.#(k==)", 8),
        Arguments.of("a.#(k!\"q\")", 6),
        Arguments.of("a.#(k==~true)", 8),
        Arguments.of("a.#(k==\"q\"x)", 8),
        Arguments.of("a.#(k==\"q\")x", 12),
        Arguments.of("a.#x", 4),
        Arguments.of("#(#(#(#(#(a)))))", 10),
        Arguments.of("a".repeat(513), 513));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsOutsideTheSubsetIsRefusedAtItsColumn(String property, int column) {
    assertThat(select(SHORT, property)).isEqualTo("bad path " + column);
  }

  @Test
  void fourNestedQueriesAreRead() {
    assertThat(select("[[[[1]]]]", "#(#(#(#(==1))))")).isEqualTo("= [[[1]]]");
  }

  @Test
  void aPayloadThatIsNoJsonIsInvalidWithAPropertyAloneAndWholeWithout() {
    assertThat(select("plain text", "a")).isEqualTo("invalid NOT_JSON");
    assertThat(select("{\"a\":1,\"a\":2}", "a")).isEqualTo("invalid DUPLICATE_KEY");
    byte[] payload = {0, (byte) 0xff, 'x'};
    try (SecretTree tree = SecretTree.parse(payload)) {
      assertThat(Selection.whole(tree))
          .isInstanceOfSatisfying(
              Selection.Selected.class,
              selected -> assertThat(selected.value()).isEqualTo(payload));
    }
  }

  @Test
  void repeatedTextingEndsBeforeItGrowsOutOfBounds() {
    String doubling = "a" + "|@tostr".repeat(72);
    assertThat(select("{\"a\":\"" + "\\\\".repeat(2000) + "\"}", doubling))
        .isEqualTo("invalid TOO_LARGE");
  }

  @Test
  void nothingPrintsAValue() {
    try (SecretTree tree = SecretTree.parse("{\"a\":{\"b\":\"canary\"}}".getBytes(UTF_8))) {
      assertThat(tree + " " + tree.root() + Selection.property(tree, "a")).doesNotContain("canary");
    }
  }

  @Test
  void closingWipesThePayloadButNotWhatWasSelected() {
    SecretTree tree = SecretTree.parse("{\"a\":\"value\"}".getBytes(UTF_8));
    Selection selection = Selection.property(tree, "a");
    tree.close();
    assertThat(tree.whole()).containsOnly(0);
    assertThat(shown(selection)).isEqualTo("= value");
  }

  /**
   * Values measured with gjson 1.18.0 (github.com/tidwall/gjson) for random documents and paths.
   */
  static List<Arguments> measured() {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SelectionTest.class.getResourceAsStream("gjson-1.18.0.jsonl")),
                UTF_8))) {
      return lines
          .lines()
          .map(line -> {
            JsonNode fact = read(mapper, line);
            return Arguments.of(
                fact.get(0).asText(),
                fact.get(1).asText(),
                fact.get(2).asBoolean() ? "= " + fact.get(3).asText() : "missing");
          })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(ObjectMapper mapper, String line) {
    try {
      return mapper.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("measured")
  void selectsWhatGjsonDoes(String json, String property, String expected) {
    assertThat(select(json, property)).isEqualTo(expected);
  }

  private static String select(String json, String property) {
    try (SecretTree tree = SecretTree.parse(json.getBytes(UTF_8))) {
      return shown(Selection.property(tree, property));
    }
  }

  private static String shown(Selection selection) {
    return switch (selection) {
      case Selection.Selected(byte[] value) -> "= " + new String(value, UTF_8);
      case Selection.Missing() -> "missing";
      case Selection.Invalid(Problem problem) -> "invalid " + problem;
      case Selection.BadPath(int column) -> "bad path " + column;
    };
  }

  /** 32 rounds fit into the longest path. */
  @Test
  void whatAPathMakesOnItsWayHasABound() {
    String rounds = "@tostr|@fromstr|".repeat(31) + "@tostr";
    assertThat(select("{\"a\":1}", rounds)).isEqualTo("= {\"a\":1}");
    String large = "[\"" + "x".repeat(100_000) + "\"]";
    assertThat(select(large, rounds)).isEqualTo("invalid TOO_LARGE");
    assertThat(select(large, "@tostr|@fromstr|0")).isEqualTo("= " + "x".repeat(100_000));
  }

  /** Else a few hundred properties of one secret would fill the heap until the pass ends. */
  @Test
  void whatAPathMadeIsGoneWithTheSelection() {
    String text = "[\"" + "x".repeat(100_000) + "\"]";
    try (SecretTree tree = SecretTree.parse(text.getBytes(UTF_8))) {
      for (int i = 0; i < 100; i++) {
        assertThat(Selection.property(tree, "@tostr")).isInstanceOf(Selection.Selected.class);
      }
    }
  }
}
