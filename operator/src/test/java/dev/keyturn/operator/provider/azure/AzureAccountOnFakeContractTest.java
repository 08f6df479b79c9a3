package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What {@link RealAzureContractTest} does, at the fake: so that it works where it is needed. */
class AzureAccountOnFakeContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractBackend newBackend() {
    FakeKeyVault vault = new FakeKeyVault();
    return new AzureAccount(
        new Account(
            "AZURE",
            Map.of(
                "KEYTURN_CONTRACT_AZURE_VAULT",
                vault.uri().toString(),
                "KEYTURN_CONTRACT_AZURE_TENANT",
                FakeKeyVault.TENANT,
                "KEYTURN_CONTRACT_AZURE_CLIENT_ID",
                FakeKeyVault.CLIENT_ID,
                "KEYTURN_CONTRACT_AZURE_SECRET_FILE",
                file(FakeKeyVault.CLIENT_SECRET)))) {
      @Override
      protected void nextSecond() {
        vault.secrets.tick();
      }

      @Override
      public void close() {
        super.close();
        vault.close();
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
