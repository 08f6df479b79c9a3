package dev.keyturn.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallPriceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static StoreProvider provider(String json) {
    try {
      return JSON.readValue(json, StoreProvider.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"aws":{"region":"eu-west-1"}}|3.65
          {"aws":{"region":"eu-west-1","service":"SecretsManager"}}|3.65
          {"aws":{"region":"eu-west-1","service":"ParameterStore"}}|0
          {"gcp":{"projectID":"shop"}}|2.19
          {"azure":{"vaultUrl":"https://shop.vault.azure.net"}}|2.19
          """)
  void aThousandCallsAnHourCostWhatThePriceListSays(String provider, double dollars) {
    assertThat(CallPrice.ofMonth(provider(provider), 1000).orElseThrow())
        .isCloseTo(dollars, Offset.offset(1e-9));
  }

  @Test
  void aServerOfOnesOwnHasNoPrice() {
    assertThat(CallPrice.ofMonth(provider("{\"vault\":{\"server\":\"https://v\"}}"), 1000))
        .isEmpty();
  }
}
