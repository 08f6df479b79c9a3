package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Proves({"F001", "P002"})
@OnBackend(Backend.VAULT)
class RealVaultV2AppRoleContractTest extends ProviderContract {
  private static Optional<RealVault> vault = Optional.empty();

  @BeforeAll
  static void start() {
    vault = Optional.of(new RealVault(VaultServer.VAULT));
  }

  @AfterAll
  static void stop() {
    vault.ifPresent(RealVault::close);
  }

  @Override
  protected ContractBackend newBackend() {
    return new RealVaultBackend(
        vault.orElseThrow(),
        KeyValueVersion.V2,
        new VaultAuth.AppRole("approle", Optional.empty()));
  }
}
