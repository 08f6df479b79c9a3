package dev.keyturn.operator.engine.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.mac.Mac;
import dev.keyturn.operator.engine.mac.TargetHash;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueChangeTest {
  private static final TargetHash NOW = hash("key-one", "in-2", "out-2");

  private static TargetHash hash(String key, String input, String output) {
    return new TargetHash(key, new Mac(input), new Mac(output), Optional.empty());
  }

  private static boolean changed(TargetHash written, boolean sameValues) {
    return ValueChange.between(Optional.of(written), NOW, sameValues);
  }

  @Test
  void anotherInputThatGivesAnotherValueIsAChange() {
    assertThat(changed(hash("key-one", "in-1", "out-1"), false)).isTrue();
  }

  @Test
  void aFirstWriteAndAnAdoptionAreNone() {
    assertThat(ValueChange.between(Optional.empty(), NOW, false)).isFalse();
  }

  @Test
  void aRepairIsNone() {
    assertThat(changed(hash("key-one", "in-2", "out-2"), false)).isFalse();
  }

  @Test
  void whatNobodyCanCompareIsNone() {
    assertThat(changed(hash("key-two", "in-1", "out-1"), false)).isFalse();
  }

  @Test
  void labelsAnnotationsOrTypeAloneAreNone() {
    assertThat(changed(hash("key-one", "in-1", "out-1"), true)).isFalse();
  }

  @Test
  void anotherInputThatGivesTheSameSecretIsNone() {
    assertThat(changed(hash("key-one", "in-1", "out-2"), false)).isFalse();
  }
}
