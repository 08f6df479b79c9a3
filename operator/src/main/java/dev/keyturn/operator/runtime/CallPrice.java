package dev.keyturn.operator.runtime;

import dev.keyturn.crds.v1alpha1.AwsService;
import dev.keyturn.crds.v1alpha1.StoreProvider;
import java.util.OptionalDouble;

/**
 * What backends take for their calls by their price lists, in US dollars. Free tiers, volume
 * discounts, and what the secrets themselves cost are left out.
 */
final class CallPrice {
  private static final double CALLS = 10_000;
  private static final double HOURS_OF_A_MONTH = 730;

  private CallPrice() {}

  /** Dollars a month for so many calls an hour; empty where no price is known. */
  static OptionalDouble ofMonth(StoreProvider provider, long callsPerHour) {
    OptionalDouble price = ofTenThousand(provider);
    return price.isEmpty()
        ? price
        : OptionalDouble.of(price.getAsDouble() * callsPerHour * HOURS_OF_A_MONTH / CALLS);
  }

  private static OptionalDouble ofTenThousand(StoreProvider provider) {
    if (provider.aws() != null) {
      // Parameter Store's standard throughput is free.
      boolean parameters = AwsService.ParameterStore.name().equals(provider.aws().service());
      return OptionalDouble.of(parameters ? 0 : 0.05);
    }
    return provider.gcp() != null || provider.azure() != null
        ? OptionalDouble.of(0.03)
        : OptionalDouble.empty();
  }
}
