package dev.keyturn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Extended by one test of the module that is built last, when all tests are compiled. */
public abstract class ProofPagesContract {

  @Test
  public final void theFeaturePageIsWhatTheTestsProve() throws IOException {
    FeatureTable.page(root()).check();
  }

  @Proves("N10")
  @Test
  public final void theFaultPageIsWhatTheTestsShow() throws IOException {
    FaultTable.page(root()).check();
  }

  @Test
  public final void everyFaultOfABackendIsShownOnEachOrExplained() throws IOException {
    assertThat(ProviderFaultTable.of(root()).problems()).isEmpty();
  }

  @Test
  public final void thePageOfFaultsByBackendIsWhatTheTestsShow() throws IOException {
    ProviderFaultTable.of(root()).page(root()).check();
  }

  private static Path root() {
    return Path.of(System.getProperty("keyturn.root"));
  }
}
