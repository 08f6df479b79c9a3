package dev.keyturn.operator.provider.vault;

import static dev.keyturn.operator.provider.vault.VaultFixture.ample;
import static dev.keyturn.operator.provider.vault.VaultFixture.failure;
import static dev.keyturn.operator.provider.vault.VaultFixture.newest;
import static dev.keyturn.operator.provider.vault.VaultFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.testkit.DirectoryServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The logins of a real server that has {@code ldap} built in, which asks a directory that speaks
 * LDAP over TLS.
 */
abstract class DirectoryLoginCases extends RealLoginCases {
  private final DirectoryServer directory = new DirectoryServer();

  DirectoryLoginCases(VaultServer server, Map<String, String> environment) {
    super(server, environment);
  }

  @AfterAll
  void closeDirectory() {
    directory.close();
  }

  /** What the server's answer means when it reaches no directory. */
  abstract Failure failureOfADirectoryThatIsDown();

  @Test
  void aPersonOfADirectoryLogsInWithTheRightsOfTheGroup() {
    directory.person("shop bot", "correct \"horse\"");
    directory.person("stranger", "own");
    directory.group(DirectoryLogin.GROUP, "shop bot");
    DirectoryLogin login = DirectoryLogin.enable(vault(), "team/ldap", directory);
    VaultAuth auth = login.of("shop bot");

    lives(auth, Map.of(VaultAuth.PASSWORD, "correct \"horse\""));
    isRefused(auth, Map.of(VaultAuth.PASSWORD, "wrong"));
    isRefused(auth, Map.of(VaultAuth.PASSWORD, "own"));
    isRefused(login.of("nobody"), Map.of(VaultAuth.PASSWORD, "wrong"));
    isRefused(login.of("*"), Map.of(VaultAuth.PASSWORD, "own"));

    directory.password("shop bot", "next");
    isRefused(auth, Map.of(VaultAuth.PASSWORD, "correct \"horse\""));
    lives(auth, Map.of(VaultAuth.PASSWORD, "next"));
  }

  @Test
  void aPersonOfADirectoryWithoutAGroupMayReadOnlyByAPolicyOfItsOwn() {
    directory.person("loner", "own");
    DirectoryLogin login = DirectoryLogin.enable(vault(), "people", directory);
    Map<String, String> password = Map.of(VaultAuth.PASSWORD, "own");

    try (ProviderClient client = client(login.of("loner"), password)) {
      Session session = value(client.login(ample()));
      assertThat(failure(client.read(newest("app"), call(session))).kind())
          .isEqualTo(FailureClass.AccessDenied);
    }
    login.user("loner");
    lives(login.of("loner"), password);
  }

  @Test
  void aDirectoryThatIsDownLogsNobodyIn() {
    DirectoryServer gone = new DirectoryServer();
    gone.person("shop", "own");
    DirectoryLogin login = DirectoryLogin.enable(vault(), "gone", gone);
    gone.close();
    try (ProviderClient client = client(login.of("shop"), Map.of(VaultAuth.PASSWORD, "own"))) {
      assertThat(failure(client.login(ample()))).isEqualTo(failureOfADirectoryThatIsDown());
    }
  }
}
