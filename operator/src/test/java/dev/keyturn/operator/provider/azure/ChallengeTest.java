package dev.keyturn.operator.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.SecretBytes;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which services a vault may ask tokens for. */
final class ChallengeTest {
  private static Optional<Challenge> of(String header) {
    return Challenge.of(
        new Answer(401, Map.of("www-authenticate", header), SecretBytes.owning(new byte[0])));
  }

  @ParameterizedTest
  @CsvSource({
    "https://vault.azure.net, https://shop.vault.azure.net, true",
    "https://vault.azure.net, https://SHOP.Vault.Azure.Net, true",
    "https://vault.azure.net, https://vault.azure.net, true",
    "https://vault.azure.net, https://shopvault.azure.net, false",
    "https://vault.azure.net, https://vault.azure.net.example, false",
    "https://vault.azure.cn, https://shop.vault.azure.net, false",
    "https://shop.vault.azure.net, https://vault.azure.net, false"
  })
  void theResourceIsAnEndOfTheVaultsHostLabelByLabel(String resource, URI vault, boolean fits) {
    Challenge challenge =
        of("Bearer authorization=\"https://login.windows.net/t\", resource=\"" + resource + "\"")
            .orElseThrow();
    assertThat(challenge.fits(vault)).isEqualTo(fits);
  }

  @Test
  void aScopeStandsForItsResource() {
    assertThat(of("Bearer scope=\"https://vault.azure.net/.default\""))
        .contains(new Challenge("vault.azure.net", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.microsoftonline.com/aaaaaaaa-2222-3333-4444-555555555555, true",
    "https://login.microsoftonline.com/AAAAAAAA-2222-3333-4444-555555555555/, true",
    "https://login.microsoftonline.com/common, false",
    "https://login.microsoftonline.com/, false",
    "https://login.microsoftonline.com/aaaaaaaa-2222-3333-4444-555555555555/x, false",
    "aaaaaaaa-2222-3333-4444-555555555555, false"
  })
  void theTenantIsTheIdInItsAuthorization(String authorization, boolean known) {
    assertThat(
            of("Bearer authorization=\""
                    + authorization
                    + "\", resource=\"https://vault.azure.net\"")
                .orElseThrow()
                .tenant())
        .isEqualTo(known ? Optional.of("aaaaaaaa-2222-3333-4444-555555555555") : Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "Basic realm=x",
    "Bearer",
    "'Bearer resource=\"vault.azure.net\"'",
    "'Bearer resource=\"https://\"'"
  })
  void anythingElseIsNoChallengeOfAVault(String header) {
    assertThat(of(header)).isEmpty();
  }
}
