package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AccessDenied;
import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.InvalidData;
import static dev.keyturn.operator.provider.FailureClass.NotFound;
import static dev.keyturn.operator.provider.FailureClass.SourceDeleted;
import static dev.keyturn.operator.provider.FailureClass.Timeout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a backend must keep that reads several secrets in one request. */
abstract class BatchCases extends FindCases {

  @Nested
  class Batch {
    /** As many as the table of the contract has in one request, or as go into one. */
    private List<String> keys() {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < Math.min(20, batches().maximum()); i++) {
        keys.add(key("n" + i));
      }
      return keys;
    }

    private List<String> put() {
      List<String> keys = keys();
      keys.forEach(key -> backend().putObject(key, json(key)));
      return keys;
    }

    private static String json(String key) {
      return "{\"v\":\"of " + key + "\"}";
    }

    @Test
    @Needs(Trait.BATCH)
    void everyKeyHasItsOwnValue() {
      List<String> keys = put();
      Map<String, Outcome<RemoteValue>> read = readAll(keys);
      assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(keys);
      keys.forEach(key -> assertThat(text(one(read, key))).isEqualTo(json(key)));
    }

    @Test
    @Needs(Trait.BATCH)
    void aBatchSaysWhatASingleReadSays() {
      backend().putObject(key("object"), "{\"password\":\"pässwörd\",\"user\":\"\"}");
      backend().putObject(key("twice"), "{\"v\":\"old\"}");
      backend().putObject(key("twice"), "{\"v\":\"new\"}");
      backend().putObject(key("a%2fb ü"), "{\"v\":\"1\"}");
      List<String> keys = List.of(key("object"), key("twice"), key("a%2fb ü"));
      Map<String, Outcome<RemoteValue>> read = readAll(keys);
      for (String key : keys) {
        try (RemoteValue together = value(one(read, key));
            RemoteValue alone = value(read(key))) {
          assertThat(bytes(together)).isEqualTo(bytes(alone));
          assertThat(together.shape()).isEqualTo(alone.shape());
          assertThat(together.version()).isEqualTo(alone.version());
          assertThat(together.tags()).isEqualTo(alone.tags());
        }
      }
    }

    private static String bytes(RemoteValue value) {
      return value.payload().with(bytes -> new String(bytes, UTF_8));
    }

    @Test
    @Needs({Trait.BATCH, Trait.ABSENCE})
    void aMissingKeyTakesNoOtherWithIt() {
      List<String> keys = put();
      backend().remove(keys.get(1));
      Map<String, Outcome<RemoteValue>> read = readAll(keys);
      assertFails(one(read, keys.get(1)), NotFound, FailureDetail.NONE);
      assertReadBut(keys.get(1), keys, read);
    }

    @Test
    @Needs({Trait.BATCH, Trait.SOFT_DELETE})
    void aDeletedKeyTakesNoOtherWithIt() {
      List<String> keys = put();
      backend().softDelete(keys.get(1));
      Map<String, Outcome<RemoteValue>> read = readAll(keys);
      assertFails(one(read, keys.get(1)), SourceDeleted, FailureDetail.SOFT_DELETED);
      assertReadBut(keys.get(1), keys, read);
    }

    @Test
    @Needs({Trait.BATCH, Trait.RIGHTS})
    void aDeniedKeyTakesNoOtherWithIt() {
      List<String> keys = put();
      backend().deny(keys.get(1));
      Map<String, Outcome<RemoteValue>> read = readAll(keys);
      assertThat(failure(one(read, keys.get(1))).kind()).isEqualTo(AccessDenied);
      assertReadBut(keys.get(1), keys, read);
    }

    @Test
    @Needs({Trait.BATCH, Trait.ALPHABET})
    void anIllegalKeyTakesNoOtherWithIt() {
      String illegal = backend().illegalKey();
      List<String> keys = new ArrayList<>(put().subList(0, 2));
      keys.add(1, illegal);
      Map<String, Outcome<RemoteValue>> read = readAll(keys);
      assertFails(one(read, illegal), InvalidData, FailureDetail.NAME_ILLEGAL);
      assertReadBut(illegal, keys, read);
    }

    @Test
    @Needs({Trait.BATCH, Trait.CONTAINER})
    void aLostContainerIsNoProofOfDeletion() {
      List<String> keys = put();
      backend().loseContainer();
      switch (batches().readAll(keys, call(login()))) {
        case Outcome.Failed<Map<String, Outcome<RemoteValue>>> whole ->
            assertFails(whole, NotFound, FailureDetail.CONTAINER_MISSING);
        case Outcome.Ok<Map<String, Outcome<RemoteValue>>>(var read) ->
            keys.forEach(
                key -> assertFails(one(read, key), NotFound, FailureDetail.CONTAINER_MISSING));
      }
    }

    @Test
    @Needs({Trait.BATCH, Trait.LOGIN, Trait.REVOCATION})
    void aBatchNeedsASession() {
      List<String> keys = put();
      Session session = login();
      backend().expireSessions();
      assertThat(failure(batches().readAll(keys, call(session))).kind()).isEqualTo(AuthFailed);
    }

    @Test
    @Needs(Trait.BATCH)
    void aBatchAfterItsDeadlineIsATimeout() {
      List<String> keys = put();
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      assertFails(batches().readAll(keys, late), Timeout, FailureDetail.NONE);
    }

    @Test
    @Needs(Trait.BATCH)
    void nothingPrintsTheValues() {
      backend().putObject(key("app"), "{\"v\":\"" + CANARY + "\"}");
      Map<String, Outcome<RemoteValue>> read = readAll(List.of(key("app")));
      assertThat(read.toString()).doesNotContain(CANARY);
      value(one(read, key("app"))).close();
    }

    @Test
    @Needs(Trait.BATCH)
    void whatGoesTogetherIsKnownWithoutAsking() {
      List<String> keys = keys();
      keys.forEach(key -> assertThat(batches().group(key)).isEqualTo(batches().group(keys.get(0))));
      assertThat(batches().least()).isBetween(1, batches().maximum());
    }

    private void assertReadBut(
        String failed, List<String> keys, Map<String, Outcome<RemoteValue>> read) {
      keys.stream()
          .filter(key -> !key.equals(failed))
          .forEach(key -> assertThat(text(one(read, key))).isEqualTo(json(key)));
    }

    private BatchReader batches() {
      return client().batches().orElseThrow();
    }

    private Map<String, Outcome<RemoteValue>> readAll(List<String> keys) {
      return value(batches().readAll(keys, call(login())));
    }

    private Outcome<RemoteValue> one(Map<String, Outcome<RemoteValue>> read, String key) {
      return Optional.ofNullable(read.get(key)).orElseThrow();
    }

    private Call call(Session session) {
      return new Call(session, soon(), "contract");
    }
  }
}
