package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.testkit.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What {@link RealAwsContractTest} does, at moto: so that it works where it is needed. */
class AwsAccountOnMotoContractTest extends ProviderContract {
  private static Optional<RealMoto> moto = Optional.empty();

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    moto = Optional.of(new RealMoto());
  }

  @AfterAll
  static void stop() {
    moto.ifPresent(RealMoto::close);
  }

  @Override
  protected ContractBackend newBackend() {
    RealMoto server = moto.orElseThrow();
    return new AwsAccount(
        new Account(
            "AWS",
            Map.of(
                "KEYTURN_CONTRACT_AWS_ENDPOINT",
                server.uri().toString(),
                "KEYTURN_CONTRACT_AWS_REGION",
                server.newRegion(),
                "KEYTURN_CONTRACT_AWS_ACCESS_KEY_ID",
                server.accessKeyId(),
                "KEYTURN_CONTRACT_AWS_SECRET_FILE",
                file(server.secretAccessKey()))),
        AwsConfig.Service.SecretsManager) {

      /** MotoContractTest, which writes without moving a stage, shows the batches. */
      @Override
      public Map<Trait, String> lacks() {
        Map<Trait, String> lacks = super.lacks();
        lacks.put(Trait.BATCH, "moto's batches do not see that AWSCURRENT was moved (5.2.5)");
        return lacks;
      }

      @Override
      public Set<Trait> shownElsewhere() {
        return Set.of(Trait.LIST, Trait.BATCH);
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
