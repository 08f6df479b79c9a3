package dev.keyturn.operator.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetChangeTest {

  /** Desired is always input i, output o. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, -, WRITE",
        "-, -, -, o, STATUS_ONLY",
        "-, -, -, x, WRITE",
        "k, i, o, o, NONE",
        "k, i, o, x, REPAIR",
        "k, i, o, -, REPAIR",
        "k, j, o, o, STATUS_ONLY",
        "k, j, p, p, WRITE",
        "k, j, p, -, WRITE",
        "k, i, p, p, NONE",
        "k, i, p, x, REPAIR",
      })
  void changeIsToldByKeyedHashesAlone(
      @Nullable String key,
      @Nullable String input,
      @Nullable String output,
      @Nullable String live,
      TargetChange expected) {
    Optional<TargetHash> written =
        key == null || input == null || output == null
            ? Optional.empty()
            : Optional.of(new TargetHash(key, new Mac(input), new Mac(output), Optional.empty()));
    assertThat(
            TargetChange.between(
                written, "i".equals(input), new Mac("o"), Optional.ofNullable(live).map(Mac::new)))
        .isEqualTo(expected);
  }
}
