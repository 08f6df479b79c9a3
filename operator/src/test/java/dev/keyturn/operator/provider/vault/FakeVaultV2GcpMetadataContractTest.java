package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import java.util.Optional;

/** The identity that the metadata server tells the operator. */
class FakeVaultV2GcpMetadataContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2,
        new VaultAuth.Gcp("gcp", FakeLogins.ROLE, Optional.of(FakeCloud.METADATA)));
  }
}
