package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import java.util.Optional;

/** A ServiceAccount for which Google lets a service account sign. */
class FakeVaultV2GcpPoolContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2, new VaultAuth.Gcp("gcp", FakeLogins.ROLE, Optional.of(FakeCloud.POOL)));
  }
}
