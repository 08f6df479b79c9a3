package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.OnBackend;
import dev.keyturn.proof.Proves;

@Proves({"F006", "P002"})
@OnBackend(Backend.GOOGLE)
class KeyContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeGoogleBackend(new GcpAuth.Key());
  }
}
