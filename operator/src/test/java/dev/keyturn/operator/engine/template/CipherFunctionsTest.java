package dev.keyturn.operator.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.engine.template.TemplateFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

/** What is salted cannot be compared with bytes on record: it is verified instead. */
class CipherFunctionsTest {
  private final TemplateFixture fixture = new TemplateFixture();
  private final Map<String, String> values = Map.of("user", "admin", "password", "s3cr3t");

  @Test
  void aPasswordHashVerifies() {
    String hash = fixture.render("{{ bcrypt .password }}", values);
    assertThat(hash).startsWith("$2a$10$").hasSize(60);
    assertThat(OpenBSDBCrypt.checkPassword(hash, "s3cr3t".getBytes(StandardCharsets.UTF_8)))
        .isTrue();
    assertThat(fixture.render("{{ bcrypt .password }}", values)).isNotEqualTo(hash);
  }

  @Test
  void aLineOfAPasswordFileIsUserAndHash() {
    String line = fixture.render("{{ htpasswd .user .password }}", values);
    assertThat(line).startsWith("admin:$2a$10$");
    assertThat(
            OpenBSDBCrypt.checkPassword(
                line.substring("admin:".length()), "s3cr3t".getBytes(StandardCharsets.UTF_8)))
        .isTrue();
    assertThat(fixture.failure("{{ htpasswd \"a:b\" .password }}", values).reason())
        .isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @Test
  void bcryptTakesSeventyTwoBytes() {
    assertThat(fixture.render("{{ repeat 72 \"x\" | bcrypt | len }}", values)).isEqualTo("60");
    assertThat(fixture.failure("{{ repeat 73 \"x\" | bcrypt }}", values).reason())
        .isEqualTo(Reason.INVALID_ARGUMENT);
  }

  @Test
  void whatIsEncryptedComesBack() {
    assertThat(fixture.render("{{ encryptAES .password .user | decryptAES .password }}", values))
        .isEqualTo("admin");
    assertThat(fixture.render("[{{ encryptAES .password \"\" | decryptAES .password }}]", values))
        .isEqualTo("[]");
  }

  @Test
  void brokenCipherTextsAreRefused() {
    for (String text : new String[] {"x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}) {
      assertThat(fixture.failure("{{ decryptAES .password \"" + text + "\" }}", values).reason())
          .isEqualTo(Reason.INVALID_ARGUMENT);
    }
  }
}
