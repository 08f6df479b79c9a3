package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.DirectoryServer;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Proves;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Proves("P009")
class OpenBaoV2LdapContractTest extends ProviderContract {
  private static Optional<RealVault> vault = Optional.empty();
  private static Optional<DirectoryServer> directory = Optional.empty();
  private static Optional<VaultAuth> auth = Optional.empty();

  @BeforeAll
  static void start() {
    RealVault started = new RealVault(VaultServer.OPENBAO_WITH_LDAP);
    vault = Optional.of(started);
    DirectoryServer people = new DirectoryServer();
    directory = Optional.of(people);
    people.person("shop bot", RealVaultBackend.PASSWORD);
    people.group(DirectoryLogin.GROUP, "shop bot");
    auth = Optional.of(DirectoryLogin.enable(started, "ldap", people).of("shop bot"));
  }

  @AfterAll
  static void stop() {
    vault.ifPresent(RealVault::close);
    directory.ifPresent(DirectoryServer::close);
  }

  @Override
  protected ContractBackend newBackend() {
    return new RealVaultBackend(vault.orElseThrow(), KeyValueVersion.V2, auth.orElseThrow());
  }
}
