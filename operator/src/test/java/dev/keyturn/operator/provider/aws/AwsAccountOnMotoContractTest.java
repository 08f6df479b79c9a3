package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import java.util.Map;
import java.util.Set;

/** What {@link RealAwsContractTest} does, at moto: so that it works where it is needed. */
class AwsAccountOnMotoContractTest extends AwsAccountOnMoto {
  @Override
  protected ContractBackend newBackend() {
    return new AwsAccount(account(), AwsConfig.Service.SecretsManager) {

      /** MotoContractTest, which writes without moving a stage, shows the batches. */
      @Override
      public Map<Trait, String> lacks() {
        Map<Trait, String> lacks = super.lacks();
        lacks.put(Trait.BATCH, "moto's batches do not see that AWSCURRENT was moved (5.2.5)");
        return lacks;
      }

      @Override
      public Set<Trait> shownElsewhere() {
        return Set.of(Trait.LIST, Trait.BATCH);
      }
    };
  }
}
