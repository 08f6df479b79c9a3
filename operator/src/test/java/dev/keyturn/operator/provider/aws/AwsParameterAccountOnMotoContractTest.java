package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.testkit.ContractBackend;

/** What {@link RealAwsParameterContractTest} does, at moto: so that it works where it is needed. */
class AwsParameterAccountOnMotoContractTest extends AwsAccountOnMoto {
  @Override
  protected ContractBackend newBackend() {
    return new AwsAccount(account(), AwsConfig.Service.ParameterStore);
  }
}
