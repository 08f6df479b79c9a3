package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The logins of a real OpenBao, which has none for AWS and Google Cloud built in, and since 2.7
 * none for a directory.
 */
class OpenBaoLoginsTest extends RealLoginCases {
  OpenBaoLoginsTest() {
    super(VaultServer.OPENBAO, Map.of());
  }

  @Test
  void aLoginThatIsNotBuiltInIsRefusedAsOneThatIsNotSetUp() {
    for (String type : new String[] {"aws", "gcp", "ldap"}) {
      assertThatThrownBy(
              () -> vault().admin("POST", "sys/auth/" + type, "{\"type\":\"%s\"}".formatted(type)))
          .isInstanceOf(IllegalStateException.class);
    }
    isRefused(
        new VaultAuth.Iam("aws", "shop", Optional.empty(), Optional.empty(), Optional.empty()),
        Map.of(VaultAuth.ACCESS_KEY_ID, "AKIASHOP", VaultAuth.SECRET_ACCESS_KEY, "key"));
    isRefused(new VaultAuth.Ldap("ldap", "shop"), Map.of(VaultAuth.PASSWORD, "own"));
  }
}
