package dev.keyturn.operator.provider.aws;

import static dev.keyturn.operator.provider.aws.AwsFixture.soon;
import static dev.keyturn.operator.provider.aws.AwsFixture.value;
import static dev.keyturn.operator.provider.aws.AwsFixture.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Versions by id and by staging label, on a moto server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoVersionTest {
  private Optional<RealMoto> moto = Optional.empty();

  @BeforeAll
  void start() {
    moto = Optional.of(new RealMoto());
  }

  @AfterAll
  void stop() {
    moto.ifPresent(RealMoto::close);
  }

  private static String text(Outcome<RemoteValue> outcome) {
    try (RemoteValue read = value(outcome)) {
      return read.payload().with(bytes -> new String(bytes, UTF_8));
    }
  }

  @Test
  void anOlderVersionIsReadByItsIdAndByItsLabel() {
    try (MotoBackend backend = new MotoBackend(moto.orElseThrow());
        ProviderClient client = backend.open()) {
      Call call = new Call(value(client.login(soon())), soon(), "versions");
      RemoteRef current = new RemoteRef("app/db", Optional.empty());
      backend.putText("app/db", "one");
      String first;
      try (RemoteValue read = value(client.read(current, call))) {
        first = read.version().orElseThrow().id();
      }
      backend.putText("app/db", "two");
      assertThat(text(client.read(current, call))).isEqualTo("two");
      assertThat(text(client.read(version("app/db", first), call))).isEqualTo("one");
      assertThat(text(client.read(version("app/db", "stage/AWSPREVIOUS"), call))).isEqualTo("one");
      assertMissing(client.read(version("app/db", "stage/NEVER"), call));
    }
  }

  private static void assertMissing(Outcome<RemoteValue> outcome) {
    Failure failure = AwsFixture.failure(outcome);
    assertThat(failure.kind()).isEqualTo(FailureClass.NotFound);
    assertThat(failure.detail()).isEqualTo(FailureDetail.NO_CURRENT_VERSION);
  }
}
