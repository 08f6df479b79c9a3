package dev.keyturn.operator.provider.webhook;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;

@OnBackend(value = Backend.WEBHOOK, leaves = "V9")
@CannotOccur(value = "V7", why = "each request carries its key: there is no login")
@CannotOccur(value = "V10", why = "a service of its own has no word for it")
@Proves("P002")
class WebhookContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new WebhookBackend();
  }
}
