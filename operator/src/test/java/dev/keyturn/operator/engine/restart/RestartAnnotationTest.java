package dev.keyturn.operator.engine.restart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartAnnotationTest {

  @Test
  void aNameOfUpTo63CharactersStandsAsItIs() {
    assertThat(RestartAnnotation.key("db")).isEqualTo("secret.keyturn.dev/db");
    assertThat(RestartAnnotation.key("a".repeat(63)))
        .isEqualTo("secret.keyturn.dev/" + "a".repeat(63));
  }

  @Test
  void aLongerNameIsCutAndStaysUnique() {
    String one = RestartAnnotation.key("a".repeat(64));
    String other = RestartAnnotation.key("a".repeat(65));
    assertThat(one).matches("secret\\.keyturn\\.dev/a{52}-[0-9a-f]{10}").isNotEqualTo(other);
    assertThat(other).matches("secret\\.keyturn\\.dev/a{52}-[0-9a-f]{10}");
  }
}
