package dev.keyturn.operator.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.SyncPushed;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that lead to one secret by different names, at once or one after the other. */
final class MovedPushTest {
  private final House house = House.started();
  private final OutgoingSyncs syncs = new OutgoingSyncs(house);

  @BeforeEach
  void tenant() {
    house.tenant("shop");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void pushingThrough(String stores, String more) {
    syncs.source("app", "token", "one");
    house.store("shop", "other");
    house.awaitStore("shop", "other", "True/Valid");
    syncs.apply(
        "push",
        "push:\n"
            + Arrays.stream(stores.split(" "))
                .map(store ->
                    """
                      - secretKey: token
                        source: {name: app}
                        storeRef: {name: %s}
                        remoteRef: {key: pushed, property: token}
                        %s
                    """
                        .formatted(store, more))
                .collect(Collectors.joining()));
  }

  private void awaitPushedThrough(String store) {
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.status("shop", "push").pushed())
                .extracting(SyncPushed::store)
                .containsExactly("SecretStore/" + store));
  }

  private void assertOneStands() {
    assertThat(house.backend.text("pushed")).isEqualTo(Optional.of("{\"token\":\"one\"}"));
    assertThat(house.backend.versions("pushed")).isOne();
  }

  /** Without places, as where the same server has two names, the version tells. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatMovesToAnotherStoreOfTheSameBackendIsNotDeleted(boolean places) {
    house.backend.tellPlaces(places);
    pushingThrough("store", "deletionPolicy: Delete");
    syncs.awaitPushed("True/UpToDate");
    pushingThrough("other", "deletionPolicy: Delete");
    awaitPushedThrough("other");
    assertOneStands();
  }

  @Test
  void oneOfTwoEntriesOfOneSecretThatGoesLeavesItToTheOther() {
    syncs.source("more", "user", "me");
    house.store("shop", "other");
    house.awaitStore("shop", "other", "True/Valid");
    syncs.source("app", "token", "one");
    String first =
        """
        push:
        - secretKey: token
          source: {name: app}
          remoteRef: {key: pushed, property: token}
          deletionPolicy: Delete
        """;
    syncs.apply(
        "push",
        first
            + """
            - secretKey: user
              source: {name: more}
              storeRef: {name: other}
              remoteRef: {key: pushed, property: user}
              deletionPolicy: Delete
            """);
    syncs.awaitPushed("True/UpToDate");
    syncs.apply("push", first);
    awaitPushedThrough("store");
    house
        .await()
        .untilAsserted(() ->
            assertThat(house.backend.text("pushed"))
                .isEqualTo(Optional.of("{\"token\":\"one\",\"user\":\"me\"}")));
  }

  @Test
  void twoEntriesThatWantOnePropertyOfOneSecretAreAContradiction() {
    pushingThrough("store other", "");
    syncs.awaitPushed("False/ConfigInvalid");
    assertOneStands();
  }

  /** The new entry does not work yet: nobody knows whether it leads to what the old one made. */
  @Test
  void whatIsPushedNoMoreStaysUntilEverythingElseIsPushed() {
    pushingThrough("store", "deletionPolicy: Delete");
    syncs.awaitPushed("True/UpToDate");
    house.backend.deny("whole");
    String whole =
        """
        push:
        - source: {name: app}
          remoteRef: {key: whole}
        """;
    syncs.apply("push", whole);
    syncs.awaitPushed("False/AccessDenied");
    assertOneStands();
    house.backend.allow("whole");
    house.advanceUntil(
        Duration.ofMinutes(2), () -> assertThat(house.backend.text("pushed")).isEmpty());
  }
}
