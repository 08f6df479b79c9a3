package dev.keyturn.operator.engine.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random text as payload and as path: every answer is a value, never an exception. */
final class RandomSelectionTest {
  private static final int ROUNDS = 20_000;
  private static final List<String> JSON =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"a\"",
          "\"b\"",
          "1",
          "-2.5e3",
          "true",
          "null",
          "\"\\u0041\"",
          " ",
          "\"",
          "\\",
          "0",
          "\"\\ud83d\\ude00\"",
          "\"ü\"",
          "tru",
          "{\"a\":[1,{\"b\":\"c\"}]}",
          "[[],{}]",
          "\t",
          "{\"a\":",
          "\"x\":1}");
  private static final List<String> PATH =
      List.of(
          "a",
          "b",
          ".",
          ".",
          "|",
          "#",
          "#(",
          ")",
          "(",
          "==",
          "=",
          "!=",
          "<",
          ">=",
          "%",
          "!%",
          "\"",
          "\"a*\"",
          "*",
          "?",
          "\\",
          "@this",
          "@keys",
          "@tostr",
          "@fromstr",
          "@reverse",
          "@flatten",
          "@values",
          "@",
          "1",
          "0",
          "{",
          "[",
          "!",
          "~",
          " ",
          "ü",
          "😀",
          ")#",
          "\\\"");

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {4711, 1, 2})
  void noTextMakesSelectionThrow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int selected = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String payload =
          random.nextInt(3) == 0
              ? "{\"a\":[{\"b\":\"x\",\"a\":1},{\"b\":[\"a\",2]}],\"b\":{\"a\":\"{}\"}}"
              : text(random, JSON, 12);
      String property = text(random, PATH, 9);
      try (SecretTree tree = SecretTree.parse(payload.getBytes(UTF_8))) {
        if (Selection.property(tree, property) instanceof Selection.Selected) {
          selected++;
        }
        Extraction.of(tree, Optional.of(property));
      }
    }
    assertThat(selected).as("some paths lead somewhere").isGreaterThan(ROUNDS / 100);
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {4711, 3})
  void readsExactlyWhatJacksonReads(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String payload = text(random, JSON, 8);
      boolean ours;
      try (SecretTree tree = SecretTree.parse(payload.getBytes(UTF_8))) {
        ours = tree.root() instanceof SecretTree.Root.Json;
      }
      if (ours != jacksonReads(payload)) {
        fail("payload <%s>: read %s", payload, ours);
      }
      accepted += ours ? 1 : 0;
    }
    assertThat(accepted).as("both answers occur").isBetween(ROUNDS / 100, ROUNDS / 2);
  }

  private static boolean jacksonReads(String payload) {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(payload.getBytes(UTF_8))) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static String text(SplittableRandom random, List<String> pieces, int most) {
    return IntStream.range(0, 1 + random.nextInt(most))
        .mapToObj(i -> pieces.get(random.nextInt(pieces.size())))
        .collect(Collectors.joining());
  }
}
