package dev.keyturn.cli.migrate;

import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the objects of the Vault Secrets Operator. */
class MigrateVaultSecretsTest {
  private static final MigrationCases CASES = new MigrationCases("vso");

  @TempDir private Path folder;

  static List<String> cases() throws IOException {
    return CASES.names();
  }

  @Proves({"P052", "P061", "P067"})
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedAndWhatIsSaid(String name) throws IOException {
    CASES.assertExpected(name);
  }

  @Proves("P052")
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsMigratedPassesLint(String name) throws IOException {
    CASES.assertLinted(name, folder);
  }
}
