package dev.keyturn.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ErrorClassTest {

  @Test
  void onlyWhatNoRetryCanCureStalls() {
    assertThat(Arrays.stream(ErrorClass.values()).filter(ErrorClass::stalls))
        .containsExactly(
            ErrorClass.TemplateError,
            ErrorClass.ScopeDenied,
            ErrorClass.OwnershipConflict,
            ErrorClass.TargetInvalid,
            ErrorClass.TargetTooLarge,
            ErrorClass.ConfigInvalid);
  }

  @Test
  void aDetailIsWrittenInLowerCaseWithHyphens() {
    assertThat(Detail.SOFT_DELETED.text()).isEqualTo("soft-deleted");
    assertThat(Detail.NONE.text()).isEqualTo("none");
  }
}
