package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link RealInfisicalContractTest} does, at the fake: so that it works where it is needed.
 */
class InfisicalAccountOnFakeContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractBackend newBackend() {
    FakeInfisical infisical = new FakeInfisical();
    return new InfisicalAccount(
        new Account(
            "INFISICAL",
            Map.of(
                "KEYTURN_CONTRACT_INFISICAL_HOST",
                infisical.uri().toString(),
                "KEYTURN_CONTRACT_INFISICAL_PROJECT_ID",
                FakeInfisical.PROJECT_ID,
                "KEYTURN_CONTRACT_INFISICAL_ENVIRONMENT",
                "prod",
                "KEYTURN_CONTRACT_INFISICAL_CLIENT_ID",
                FakeInfisical.CLIENT_ID,
                "KEYTURN_CONTRACT_INFISICAL_SECRET_FILE",
                file(FakeInfisical.CLIENT_SECRET)))) {
      @Override
      public void close() {
        super.close();
        infisical.close();
      }
    };
  }

  private String file(String content) {
    try {
      return Files.writeString(folder.resolve("credential"), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
