package dev.keyturn.operator.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Auth;
import io.github.jopenlibs.vault.response.AuthResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake takes the logins that vault-java-driver makes, whose code is not ours. */
class FakeVaultOracleTest {
  private final FakeVault vault = new FakeVault();

  @AfterEach
  void close() {
    vault.close();
  }

  /** A login of the driver. */
  @FunctionalInterface
  private interface Login {
    AuthResponse by(Auth driver) throws VaultException;
  }

  private void succeeds(Login login) throws VaultException {
    String token = login.by(driver()).getAuthClientToken();
    assertThat(vault.knows(token)).isTrue();
  }

  private void fails(Login login) throws VaultException {
    Auth driver = driver();
    assertThatThrownBy(() -> login.by(driver)).isInstanceOf(VaultException.class);
  }

  private Auth driver() throws VaultException {
    return new Auth(new VaultConfig().address(vault.uri().toString()).build());
  }

  @Test
  void byAppRoleAndJwt() throws VaultException {
    succeeds(driver -> driver.loginByAppRole("approle", FakeVault.ROLE_ID, FakeVault.SECRET_ID));
    fails(driver -> driver.loginByAppRole("approle", FakeVault.ROLE_ID, "wrong"));
    succeeds(driver -> driver.loginByJwt("jwt", FakeLogins.ROLE, FakeVault.JWT));
    fails(driver -> driver.loginByJwt("jwt", FakeLogins.ROLE, "wrong"));
    succeeds(driver -> driver.loginByJwt("kubernetes", FakeVault.ROLE, FakeVault.JWT));
  }

  /** The driver does not encode the user. */
  @Test
  void byPassword() throws VaultException {
    String user = "shop%20bot";
    succeeds(driver -> driver.loginByUserPass(user, FakeLogins.PASSWORD, "userpass"));
    fails(driver -> driver.loginByUserPass(user, "wrong", "userpass"));
    succeeds(driver -> driver.loginByLDAP(user, FakeLogins.PASSWORD, "ldap"));
    fails(driver -> driver.loginByLDAP(user, "wrong", "ldap"));
  }

  @Test
  void byTheIdentitiesOfClouds() throws VaultException {
    String google = FakeServiceAccount.byKey("vault/" + FakeLogins.ROLE, Instant.now());
    succeeds(driver -> driver.loginByGCP(FakeLogins.ROLE, google));
    fails(driver -> driver.loginByGCP(FakeLogins.ROLE, google + "x"));
    try (StsRequest signed = signed("example/key");
        StsRequest stranger = signed("wrong")) {
      succeeds(driver -> aws(driver, signed));
      fails(driver -> aws(driver, stranger));
    }
  }

  private static StsRequest signed(String secretAccessKey) {
    return StsRequest.signed(
        new StsRequest.Keys(FakeLogins.ACCESS_KEY_ID, secretAccessKey, Optional.empty()),
        Optional.empty(),
        Optional.of(FakeLogins.SERVER_ID),
        Instant.now());
  }

  private static AuthResponse aws(Auth driver, StsRequest signed) throws VaultException {
    return driver.loginByAwsIam(
        FakeLogins.ROLE,
        signed.url(),
        signed.body(),
        signed.headers().withText(text -> text),
        "aws");
  }
}
