package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a backend must keep that can be written under a condition. */
abstract class WriteCases extends LeakCases {

  @Nested
  class Write {
    @Test
    @Needs(Trait.WRITE)
    void theFirstVersionIsWrittenOnceHoweverManyTry() {
      VersionStamp first = value(create("app", "{\"v\":\"1\"}"));
      assertThat(failure(create("app", "{\"v\":\"2\"}")))
          .satisfies(lost -> {
            assertThat(lost.kind()).isEqualTo(FailureClass.Conflict);
            assertThat(lost.detail()).isEqualTo(FailureDetail.ALREADY_EXISTS);
            assertThat(lost.mayHaveApplied()).isFalse();
          });
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"1\"}");
      assertThat(present("app").value().version().map(VersionStamp::id))
          .isEqualTo(Optional.of(first.id()));
    }

    @Test
    @Needs({Trait.WRITE, Trait.REFUSED_RACE})
    void oneOfTwoRacersWinsAndTheOtherIsToldSo() {
      CompletableFuture<Outcome<VersionStamp>> other =
          CompletableFuture.supplyAsync(() -> create("app", "{\"v\":\"other\"}"));
      Outcome<VersionStamp> own = create("app", "{\"v\":\"own\"}");
      boolean ownWon = own instanceof Outcome.Ok<VersionStamp>;
      assertThat(other.join() instanceof Outcome.Ok<VersionStamp>).isNotEqualTo(ownWon);
      assertThat(text(key("app"))).isEqualTo(ownWon ? "{\"v\":\"own\"}" : "{\"v\":\"other\"}");
    }

    @Test
    @Needs(Trait.WRITE)
    void theWriterSaysWhoFindsOutThatARaceWasLost() {
      boolean refused = !backend().lacks().containsKey(Trait.REFUSED_RACE);
      assertThat(writer().condition())
          .isEqualTo(refused ? Writer.Condition.ATOMIC : Writer.Condition.DETECTED);
    }

    @Test
    @Needs(Trait.WRITE)
    void aChangeIsTakenOnlyOnTheVersionThatWasLookedAt() {
      VersionStamp first = value(create("app", "{\"v\":\"1\"}"));
      VersionStamp second = value(change("app", "{\"v\":\"2\"}", first));
      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(failure(change("app", "{\"v\":\"3\"}", first)).detail())
          .isEqualTo(FailureDetail.CAS_MISMATCH);
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"2\"}");
    }

    @Test
    @Needs(Trait.WRITE)
    void theMarkStandsBesideTheValueAndOutlivesVersions() {
      VersionStamp first = value(create("app", "{\"v\":\"1\"}"));
      Map<String, String> tags = Map.of(Standing.OWNER_TAG, "us/shop/db", "team", "shop");
      value(writer().tag(key("app"), tags, call()));
      VersionStamp tagged = present("app").value().version().orElseThrow();
      assertThat(tagged.id().equals(first.id()))
          .isNotEqualTo(backend().lacks().containsKey(Trait.TAGS_BESIDE_VERSIONS));
      value(change("app", "{\"v\":\"2\"}", tagged));
      assertThat(present("app").owner()).contains("us/shop/db");
      assertThat(present("app").tags()).isEqualTo(tags);
    }

    @Test
    @Needs(Trait.WRITE)
    void theFirstVersionComesWithItsMark() {
      Map<String, String> tags = Map.of(Standing.OWNER_TAG, "us/shop/db");
      try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"1\"}")) {
        value(writer().createIfAbsent(key("app"), payload, tags, call()));
      }
      assertThat(present("app").tags()).isEqualTo(tags);
    }

    @Test
    @Needs(Trait.WRITE)
    void aPlaceIsOfOneKeyAlone() {
      Optional<String> place = writer().place(key("app"));
      assertThat(client().writer().orElseThrow().place(key("app"))).isEqualTo(place);
      place.ifPresent(
          known -> assertThat(writer().place(key("app2"))).isPresent().get().isNotEqualTo(known));
    }

    @Test
    @Needs(Trait.WRITE)
    void nothingIsAbsentAndUnmarked() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      assertThat(look("app")).isEqualTo(new Standing.Absent());
      assertThat(present("other").owner()).isEmpty();
    }

    @Test
    @Needs(Trait.WRITE)
    void aDeletionTakesOneKeyAlone() {
      value(create("app", "{\"v\":\"1\"}"));
      value(create("app2", "{\"v\":\"1\"}"));
      value(create("app/below", "{\"v\":\"1\"}"));
      VersionStamp version = present("app").value().version().orElseThrow();
      value(writer().delete(key("app"), version, call()));
      assertThat(look("app")).isNotInstanceOf(Standing.Present.class);
      assertThat(text(key("app2"))).isEqualTo("{\"v\":\"1\"}");
      assertThat(text(key("app/below"))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs({Trait.WRITE, Trait.SOFT_DELETE})
    void aDeletionTakesOneVersionOfOneKeyAndTheNextWriteCountsOn() {
      value(create("app", "{\"v\":\"1\"}"));
      value(create("app2", "{\"v\":\"1\"}"));
      value(create("app/below", "{\"v\":\"1\"}"));
      VersionStamp version = present("app").value().version().orElseThrow();
      value(writer().delete(key("app"), version, call()));
      assertThat(look("app"))
          .isInstanceOfSatisfying(
              Standing.Gone.class, gone -> assertThat(gone.newest().id()).isEqualTo(version.id()));
      assertThat(text(key("app2"))).isEqualTo("{\"v\":\"1\"}");
      assertThat(text(key("app/below"))).isEqualTo("{\"v\":\"1\"}");
      value(change("app", "{\"v\":\"2\"}", version));
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"2\"}");
    }

    private Writer writer() {
      return client().writer().orElseThrow();
    }

    private Call call() {
      return new Call(login(), soon(), "contract");
    }

    private Outcome<VersionStamp> create(String name, String json) {
      try (SecretBytes payload = SecretBytes.ofText(json)) {
        return writer().createIfAbsent(key(name), payload, call());
      }
    }

    private Outcome<VersionStamp> change(String name, String json, VersionStamp newest) {
      try (SecretBytes payload = SecretBytes.ofText(json)) {
        return writer().compareAndSet(key(name), payload, newest, call());
      }
    }

    private Standing look(String name) {
      return value(writer().look(key(name), call()));
    }

    private Standing.Present present(String name) {
      return (Standing.Present) look(name);
    }
  }
}
