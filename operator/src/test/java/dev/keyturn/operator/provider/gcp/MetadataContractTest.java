package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Proves;

@Proves("F006")
class MetadataContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeGoogleBackend(new GcpAuth.Metadata());
  }
}
