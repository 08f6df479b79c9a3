package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.testkit.Account;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An account at moto, by the variables that lead to a real one. */
abstract class AwsAccountOnMoto extends ProviderContract {
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

  final Account account() {
    RealMoto server = moto.orElseThrow();
    return new Account(
        "AWS",
        Map.of(
            "KEYTURN_CONTRACT_AWS_ENDPOINT",
            server.uri().toString(),
            "KEYTURN_CONTRACT_AWS_REGION",
            server.newRegion(),
            "KEYTURN_CONTRACT_AWS_ACCESS_KEY_ID",
            server.accessKeyId(),
            "KEYTURN_CONTRACT_AWS_SECRET_FILE",
            file(server.secretAccessKey())));
  }

  private String file(String content) {
    try {
      return Files.writeString(folder.resolve("credential"), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
