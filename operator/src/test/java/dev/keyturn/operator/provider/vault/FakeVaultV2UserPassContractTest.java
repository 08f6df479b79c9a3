package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.proof.Proves;

@Proves("P009")
class FakeVaultV2UserPassContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2, new VaultAuth.UserPass("userpass", FakeLogins.USER));
  }
}
