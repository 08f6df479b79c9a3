package dev.keyturn.operator.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.RotateCases;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The Rotate group of the contract: moto cannot rotate without containers. */
class AwsRotationContractTest extends RotateCases {
  private Optional<FakeSecretsManager> fake = Optional.empty();

  @Override
  protected ContractBackend newBackend() {
    FakeSecretsManager made = new FakeSecretsManager();
    fake = Optional.of(made);
    return made;
  }

  /** CancelRotateSecret would stop the schedule of the account, a write would race the function. */
  @AfterEach
  void nothingButLooksReadsAndRotations() {
    assertThat(fake.orElseThrow().operations())
        .isSubsetOf("DescribeSecret", "GetSecretValue", "RotateSecret");
  }
}
