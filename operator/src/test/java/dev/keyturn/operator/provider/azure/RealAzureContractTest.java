package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract in a real account; the variables stand in CONTRIBUTING.md. */
@EnabledIfEnvironmentVariable(
    named = "KEYTURN_CONTRACT_AZURE_SECRET_FILE",
    matches = ".+",
    disabledReason = "names no account")
class RealAzureContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new AzureAccount(Account.of("AZURE"));
  }
}
