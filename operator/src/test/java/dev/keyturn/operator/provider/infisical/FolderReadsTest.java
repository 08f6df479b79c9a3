package dev.keyturn.operator.provider.infisical;

import static dev.keyturn.operator.provider.infisical.InfisicalFixture.failure;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.text;
import static dev.keyturn.operator.provider.infisical.InfisicalFixture.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FolderReadsTest {
  private static final String LIST = "/v4/secrets?";
  private static final String SINGLE = "/v4/secrets/";
  private static final FakePlace API = new FakePlace("prod", "/shop/api");

  private final InfisicalFixture fixture = new InfisicalFixture();
  private final BatchReader batches = fixture.client.batches().orElseThrow();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Map<String, Outcome<RemoteValue>> readAll(List<String> keys) {
    return value(batches.readAll(keys, fixture.call()));
  }

  @Test
  void theKeysOfAFolderAreOneRequest() {
    List<String> keys = IntStream.range(0, 200).mapToObj(i -> "api/K" + i).toList();
    keys.forEach(key -> fixture.put(key, "value of " + key));
    Map<String, Outcome<RemoteValue>> read = readAll(keys);
    assertThat(read).hasSize(200);
    read.forEach((key, outcome) -> assertThat(text(outcome)).isEqualTo("value of " + key));
    assertThat(fixture.infisical.requests("GET", LIST)).isEqualTo(1);
    assertThat(fixture.infisical.requests("GET", SINGLE)).isZero();
  }

  @Test
  void keysAreGroupedByTheirFolder() {
    assertThat(batches.group("api/v2/TOKEN")).isEqualTo("api/v2");
    assertThat(batches.group("TOKEN")).isEmpty();
    assertThat(batches.maximum()).isEqualTo(1_000);
  }

  @Test
  void aBatchSaysOfAKeyWhatASingleReadSays() {
    fixture.put("api/OWN", "1");
    fixture.put("api/MASKED", "2");
    fixture.put("api/UNSEEN", "3");
    fixture.infisical.folders.hide(API, "MASKED");
    fixture.infisical.folders.unsee(API, "UNSEEN");
    FakePlace common = new FakePlace("dev", "/common");
    fixture.infisical.folders.put(common, "SHARED", "4");
    fixture.infisical.folders.put(common, "OWN", "5");
    fixture.infisical.folders.link(API, common);
    List<String> keys =
        List.of("api/OWN", "api/MASKED", "api/UNSEEN", "api/SHARED", "api/GONE", "api/a:b");
    Map<String, Outcome<RemoteValue>> read = readAll(keys);
    assertThat(read).containsOnlyKeys(keys);
    keys.forEach(key -> assertThat(said(of(read, key))).as(key).isEqualTo(said(fixture.read(key))));
    assertThat(said(fixture.read("api/OWN"))).isEqualTo("1 1 ordered");
    assertThat(said(fixture.read("api/SHARED"))).isEqualTo("4 1");
  }

  private static Outcome<RemoteValue> of(Map<String, Outcome<RemoteValue>> read, String key) {
    return Objects.requireNonNull(read.get(key));
  }

  private static String said(Outcome<RemoteValue> outcome) {
    return switch (outcome) {
      case Outcome.Failed<RemoteValue> failed -> failure(failed);
      case Outcome.Ok<RemoteValue>(RemoteValue value) -> {
        try (value) {
          var stamp = value.version().orElseThrow();
          yield InfisicalFixture.text(value.payload())
              + " "
              + stamp.id()
              + (stamp.ordered() ? " ordered" : "");
        }
      }
    };
  }

  @Test
  void manyAbsentKeysCostThreeRequestsMoreAndTheOthersAreNotTakenForDeleted() {
    fixture.put("api/OWN", "1");
    List<String> keys = IntStream.range(0, 50).mapToObj(i -> "api/GONE" + i).toList();
    Map<String, Outcome<RemoteValue>> read = readAll(keys);
    assertThat(read.values())
        .extracting(InfisicalFixture::failure)
        .filteredOn("NotFound/NONE"::equals)
        .hasSize(3);
    assertThat(read.values())
        .extracting(InfisicalFixture::failure)
        .filteredOn("NotFound/CONTAINER_MISSING"::equals)
        .hasSize(47);
    assertThat(fixture.infisical.requests("GET", SINGLE)).isEqualTo(3);
  }

  @Test
  void aKeyThatIsNotLegalIsNotTakenForItsLegalNeighbour() {
    fixture.put("OWN", "1");
    Map<String, Outcome<RemoteValue>> read = readAll(List.of("OWN", "/OWN"));
    assertThat(text(of(read, "OWN"))).isEqualTo("1");
    assertThat(failure(of(read, "/OWN"))).isEqualTo("InvalidData/NAME_ILLEGAL");
  }

  @Test
  void aFolderThatIsNotThereIsSaidOfEachOfItsKeys() {
    assertThat(readAll(List.of("api/A", "api/B")).values())
        .extracting(InfisicalFixture::failure)
        .containsOnly("NotFound/CONTAINER_MISSING");
    assertThat(fixture.infisical.requests("GET", SINGLE)).isZero();
  }

  @Test
  void whatFailsAsAWholeIsOneFailure() {
    fixture.put("api/OWN", "1");
    var call = fixture.call();
    fixture.infisical.fault((request, peer) -> peer.json(503, "{}"));
    assertThat(failure(batches.readAll(List.of("api/OWN"), call))).isEqualTo("Unavailable/NONE");
    fixture.infisical.fault((request, peer) -> peer.json(200, "{\"imports\":[]}"));
    assertThat(failure(batches.readAll(List.of("api/OWN"), call))).isEqualTo("InvalidData/NONE");
  }
}
