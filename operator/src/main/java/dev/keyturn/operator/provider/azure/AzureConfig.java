package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.ProviderConfig;
import java.net.URI;

/**
 * One key vault as one identity sees it.
 *
 * @param vault its address; one over plain http is an emulator, which is asked for tokens too
 */
public record AzureConfig(URI vault, AzureCloud cloud, AzureAuth auth) implements ProviderConfig {

  boolean isEmulator() {
    return "http".equalsIgnoreCase(vault.getScheme());
  }
}
