package dev.keyturn.proof;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Extended by one test of the module that is built last, when all tests are compiled. */
public abstract class FeatureTableContract {

  @Test
  public final void theFeaturePageIsWhatTheTestsProve() throws IOException {
    FeatureTable.page(Path.of(System.getProperty("keyturn.root"))).check();
  }
}
