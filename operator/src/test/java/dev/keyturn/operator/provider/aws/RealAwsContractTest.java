package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract in a real account; the variables stand in CONTRIBUTING.md. */
@EnabledIfEnvironmentVariable(
    named = "KEYTURN_CONTRACT_AWS_SECRET_FILE",
    matches = ".+",
    disabledReason = "names no account")
class RealAwsContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new AwsAccount(Account.of("AWS"), AwsConfig.Service.SecretsManager);
  }
}
