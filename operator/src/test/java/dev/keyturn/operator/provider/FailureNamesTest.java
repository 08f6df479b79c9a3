package dev.keyturn.operator.provider;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.crds.v1alpha1.ErrorClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract imports the JDK alone, so it has its own words; they must be the API's. */
class FailureNamesTest {

  @ParameterizedTest
  @EnumSource(FailureClass.class)
  void everyClassIsOneOfTheApi(FailureClass kind) {
    assertThatCode(() -> ErrorClass.valueOf(kind.name())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(FailureDetail.class)
  void everyDetailIsOneOfTheApi(FailureDetail detail) {
    assertThatCode(() -> Detail.valueOf(detail.name())).doesNotThrowAnyException();
  }
}
