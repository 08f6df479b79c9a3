package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What {@link RealGoogleContractTest} does, at the fake: so that it works where it is needed. */
class GoogleAccountOnFakeContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractBackend newBackend() {
    FakeGoogle google = new FakeGoogle();
    return new GoogleAccount(
        new Account(
            "GCP",
            Map.of(
                "KEYTURN_CONTRACT_GCP_ENDPOINT", google.uri().toString(),
                "KEYTURN_CONTRACT_GCP_PROJECT", FakeGoogle.PROJECT,
                "KEYTURN_CONTRACT_GCP_KEY_FILE", file(google.keyFile())))) {
      @Override
      public void close() {
        super.close();
        google.close();
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
