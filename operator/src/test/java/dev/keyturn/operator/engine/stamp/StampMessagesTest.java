package dev.keyturn.operator.engine.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StampMessagesTest {

  static Stream<ErrorClass> classes() {
    return Arrays.stream(ErrorClass.values());
  }

  @ParameterizedTest
  @MethodSource("classes")
  void everyMessageNamesTheNamespaceAndEndsAsASentence(ErrorClass kind) {
    for (Detail detail : Detail.values()) {
      assertThat(StampMessages.of(kind, detail, "shop", "db"))
          .contains("shop")
          .matches("[A-Z].*[^.]\\.")
          .hasSizeLessThan(256);
    }
  }

  @Test
  void eachCauseHasItsNextStep() {
    assertThat(StampMessages.of(ErrorClass.AccessDenied, Detail.NOT_ENROLLED, "shop", "db"))
        .isEqualTo(
            "The operator may not write SecretSyncs in namespace shop."
                + " Add it to the chart's value namespaces.");
    assertThat(StampMessages.of(ErrorClass.OwnershipConflict, Detail.NONE, "shop", "db"))
        .isEqualTo(
            "SecretSync shop/db is there and is not ours. Remove it, or choose another spec.name.");
  }
}
