package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import java.util.Optional;

/** A ServiceAccount whose token AWS exchanges for the keys that sign. */
class FakeVaultV2IamRoleContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeVaultBackend(
        KeyValueVersion.V2,
        new VaultAuth.Iam(
            "aws",
            FakeLogins.ROLE,
            Optional.of("eu-west-1"),
            Optional.of(FakeLogins.SERVER_ID),
            Optional.of(FakeCloud.ROLE)));
  }
}
