package dev.keyturn.operator.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultPathTest {
  private static final String ANSWER =
      "{\"data\":{\"a.b\":\"dotted\",\"it\":[{\"v\":\"first\"},{\"v\":2}],\"0\":\"zero\","
          + "\"none\":null,\"blank\":\"\",\"o\":{\"k\":[1, 2]},\"*\":\"star\",\"@this\":\"at\"}}";

  private static Outcome<SecretBytes> pick(String path, String answer) {
    try (SecretBytes body = SecretBytes.ofText(answer)) {
      return ResultPath.of(path).orElseThrow().pick(body);
    }
  }

  private static String text(Outcome<SecretBytes> outcome) {
    return switch (outcome) {
      case Outcome.Ok<SecretBytes>(SecretBytes value) -> value.withText(text -> text);
      case Outcome.Failed<SecretBytes>(Failure failure) -> failure.toString();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.data['a.b']|dotted",
        "$['data'][\"a.b\"]|dotted",
        "$.data.it[0].v|first",
        "$.data.it[1].v|2",
        "$.data['0']|zero",
        "$.data['*']|star",
        "$.data['@this']|at",
        "$.data.o|{\"k\":[1,2]}",
        "$.data.it[0]|{\"v\":\"first\"}"
      })
  void aPathNamesOneValue(String path, String value) {
    assertThat(text(pick(path, ANSWER))).isEqualTo(value);
  }

  @Test
  void theWholeAnswerIsAValueToo() {
    assertThat(text(pick("$", "{\"v\":\"1\"}"))).isEqualTo("{\"v\":\"1\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$.data.never", "$.data.none", "$.data.it[2]", "$.data.it.v"})
  void nothingThereIsNoValue(String path) {
    assertThat(pick(path, ANSWER))
        .isEqualTo(Outcome.failed(FailureClass.InvalidData, FailureDetail.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"data\":", "{\"data\":1,\"data\":2}", ""})
  void whatIsNoJsonIsInvalid(String answer) {
    assertThat(pick("$.data", answer)).isEqualTo(Outcome.failed(FailureClass.InvalidData));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data",
        "",
        "$data",
        "$..v",
        "$.*",
        "$.data[*]",
        "$.it[?(@.v)]",
        "$.it[-1]",
        "$.it[0:2]",
        "$.it[01]",
        "$.data['a'",
        "$.",
        "$['a\\'b']",
        "$.length()"
      })
  void otherPathsAreRefused(String path) {
    assertThat(ResultPath.of(path)).isEmpty();
  }
}
