package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;

class WebhookContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new WebhookBackend();
  }
}
