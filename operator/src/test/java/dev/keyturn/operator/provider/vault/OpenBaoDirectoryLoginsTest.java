package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import java.util.Map;

/** The logins of the last OpenBao that has {@code ldap} built in. */
class OpenBaoDirectoryLoginsTest extends DirectoryLoginCases {
  OpenBaoDirectoryLoginsTest() {
    super(VaultServer.OPENBAO_WITH_LDAP, Map.of());
  }

  /** It says so with the status of a wrong password. */
  @Override
  Failure failureOfADirectoryThatIsDown() {
    return Failure.of(FailureClass.AuthFailed).withStatus(400);
  }
}
