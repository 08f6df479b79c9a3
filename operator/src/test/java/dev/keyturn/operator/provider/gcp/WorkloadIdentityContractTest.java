package dev.keyturn.operator.provider.gcp;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.proof.Proves;
import java.util.Optional;

@Proves("F006")
class WorkloadIdentityContractTest extends ProviderContract {
  @Override
  protected ContractBackend newBackend() {
    return new FakeGoogleBackend(
        new GcpAuth.WorkloadIdentity(
            FakeGoogle.POOL, "https:" + FakeGoogle.POOL, Optional.of(FakeGoogle.EMAIL)));
  }
}
