package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.AccessDenied;
import static dev.keyturn.operator.provider.FailureClass.AuthFailed;
import static dev.keyturn.operator.provider.FailureClass.InvalidData;
import static dev.keyturn.operator.provider.FailureClass.NotFound;
import static dev.keyturn.operator.provider.FailureClass.SourceDeleted;
import static dev.keyturn.operator.provider.FailureClass.Timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Capabilities;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionStamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend must keep, whatever its protocol. A backend's test extends this class and
 * hands over its {@link ContractBackend}.
 */
public abstract class ProviderContract extends ContractCase {

  @Nested
  class Read {
    @Test
    void anObjectComesBackMemberForMember() {
      backend().putObject(key("app"), "{\"password\":\"pässwörd\",\"user\":\"shop\"}");
      try (RemoteValue read = value(read(key("app")))) {
        assertThat(read.shape()).isEqualTo(Shape.JSON_OBJECT);
        assertThat(text(key("app"))).isEqualTo("{\"password\":\"pässwörd\",\"user\":\"shop\"}");
      }
    }

    @Test
    @Needs(Trait.TEXT)
    void textComesBackAsItIs() {
      backend().putText(key("text"), "line one\nline \"two\" ü \\n");
      try (RemoteValue read = value(read(key("text")))) {
        assertThat(read.shape()).isEqualTo(Shape.TEXT);
      }
      assertThat(text(key("text"))).isEqualTo("line one\nline \"two\" ü \\n");
    }

    @Test
    @Needs(Trait.BYTES)
    void all256ByteValuesComeBack() {
      byte[] all = new byte[256];
      IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);
      backend().putBytes(key("bytes"), all);
      try (RemoteValue read = value(read(key("bytes")))) {
        assertThat(read.shape()).isEqualTo(Shape.BYTES);
        assertThat(read.payload().with(byte[]::clone)).isEqualTo(all);
      }
    }

    @Test
    void theLargestValueIsComplete() {
      String json = "{\"v\":\"" + "x".repeat(backend().largestValue()) + "\"}";
      backend().putObject(key("large"), json);
      assertThat(text(key("large")).equals(json)).isTrue();
    }

    @Test
    @Needs(Trait.OVERSIZE)
    void aValueOverTheCapIsRefused() {
      backend().putObject(key("huge"), "{\"v\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}");
      assertFails(read(key("huge")), InvalidData, FailureDetail.TOO_LARGE);
    }

    @Test
    void anEmptyStringIsAValue() {
      backend().putObject(key("empty"), "{\"v\":\"\"}");
      assertThat(text(key("empty"))).isEqualTo("{\"v\":\"\"}");
    }

    @Test
    @Needs(Trait.TEXT)
    void anEmptyTextIsAValue() {
      backend().putText(key("empty"), "");
      assertThat(text(key("empty"))).isEmpty();
    }

    @Test
    @Needs(Trait.RAW_JSON)
    void anObjectWithoutMembersIsInvalid() {
      backend().putRaw(key("none"), "{}");
      assertFails(read(key("none")), InvalidData, FailureDetail.EMPTY);
    }

    @Test
    @Needs(Trait.RAW_JSON)
    void nullIsInvalid() {
      backend().putRaw(key("null"), "null");
      assertThat(failure(read(key("null"))).kind()).isEqualTo(InvalidData);
    }

    @Test
    @Needs(Trait.RAW_JSON)
    void aMemberThatStandsTwiceIsInvalid() {
      backend().putRaw(key("twice"), "{\"a\":\"" + CANARY + "\",\"a\":\"y\"}");
      assertFails(read(key("twice")), InvalidData, FailureDetail.NONE);
    }

    @Test
    void nestedValuesKeepTheirText() {
      String json = "{\"a\":1,\"o\":{\"l\":[1,\"two\",true,null,{\"x\":[]}]}}";
      backend().putObject(key("nested"), json);
      assertThat(text(key("nested"))).isEqualTo(json);
    }

    @Test
    @Needs(Trait.EXACT_NUMBERS)
    void hugeAndLongNumbersKeepTheirText() {
      String json =
          "{\"d\":0.1000000000000000055511151231257827,\"n\":123456789012345678901234567890}";
      backend().putObject(key("numbers"), json);
      assertThat(text(key("numbers"))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ünïcode", "100%", "a b", "a+b", "日本", "a%2fb", "a&b=c"})
    void keysMayHoldUnicodeAndCharactersThatUrlsEncode(String name) {
      backend().putObject(key(name), "{\"v\":\"1\"}");
      assertThat(text(key(name))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    void theNewestVersionIsRead() {
      backend().putObject(key("app"), "{\"v\":\"old\"}");
      backend().putObject(key("app"), "{\"v\":\"new\"}");
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"new\"}");
    }

    @Test
    @Needs(Trait.VERSION)
    void aNewValueHasAnotherVersion() {
      backend().putObject(key("app"), "{\"v\":\"old\"}");
      VersionStamp before = stamp("app");
      assertThat(stamp("app")).isEqualTo(before);
      backend().putObject(key("app"), "{\"v\":\"new\"}");
      assertThat(stamp("app").id()).isNotEqualTo(before.id());
    }

    @Test
    @Needs({Trait.VERSION, Trait.HISTORY})
    void aPinnedVersionIsRead() {
      backend().putObject(key("app"), "{\"v\":\"old\"}");
      VersionStamp first = stamp("app");
      backend().putObject(key("app"), "{\"v\":\"new\"}");
      assertThat(first.ordered()).isTrue();
      assertThat(Long.parseLong(stamp("app").id())).isGreaterThan(Long.parseLong(first.id()));
      RemoteRef pinned = new RemoteRef(key("app"), Optional.of(first.id()));
      assertThat(text(read(pinned, login()))).isEqualTo("{\"v\":\"old\"}");
    }

    @Test
    @Needs(Trait.TAGS)
    void tagsAreHandedOver() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().tag(key("app"), Map.of("owner", "shop"));
      try (RemoteValue read = value(read(key("app")))) {
        assertThat(read.tags()).containsEntry("owner", "shop");
      }
    }

    @Test
    void whatTheBackendDoesNotSayStaysAbsent() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      try (RemoteValue read = value(read(key("app")))) {
        assertThat(read.tags()).isEmpty();
        assertThat(read.version().isPresent())
            .isEqualTo(!backend().lacks().containsKey(Trait.VERSION));
      }
    }

    @Test
    void nothingPrintsTheValue() {
      backend().putObject(key("app"), "{\"v\":\"" + CANARY + "\"}");
      Session session = login();
      try (RemoteValue read = value(read(new RemoteRef(key("app"), Optional.empty()), session))) {
        assertThat(read.toString()).doesNotContain(CANARY);
        assertThat(session.toString()).contains("[redacted]");
      }
    }

    @Test
    void twoBackendsNeverSwapTheirValues() throws ExecutionException, InterruptedException {
      try (ContractBackend other = newBackend();
          ProviderClient otherClient = other.open();
          ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        backend().putObject(key("same"), "{\"v\":\"mine\"}");
        other.putObject(other.key("same"), "{\"v\":\"theirs\"}");
        Session mine = login();
        Session theirs = value(otherClient.login(soon()));
        RemoteRef ours = new RemoteRef(key("same"), Optional.empty());
        RemoteRef foreign = new RemoteRef(other.key("same"), Optional.empty());
        List<Future<Boolean>> reads =
            IntStream.range(0, 640)
                .mapToObj(i ->
                    readers.submit(() ->
                        i % 2 == 0
                            ? text(read(ours, mine)).equals("{\"v\":\"mine\"}")
                            : text(otherClient.read(foreign, new Call(theirs, soon(), "c")))
                                .equals("{\"v\":\"theirs\"}")))
                .toList();
        for (Future<Boolean> read : reads) {
          assertThat(read.get()).isTrue();
        }
      }
    }

    private VersionStamp stamp(String name) {
      try (RemoteValue read = value(read(key(name)))) {
        return read.version().orElseThrow();
      }
    }
  }

  @Nested
  class Missing {
    @Test
    void aKeyThatWasNeverWrittenIsNotFound() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      assertFails(read(key("never")), NotFound, FailureDetail.NONE);
    }

    @Test
    void aKeyThatWasRemovedIsNotFound() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().remove(key("app"));
      assertFails(read(key("app")), NotFound, FailureDetail.NONE);
    }

    @Test
    @Needs(Trait.SOFT_DELETE)
    void aSoftDeletedVersionSaysSo() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().softDelete(key("app"));
      assertFails(read(key("app")), SourceDeleted, FailureDetail.SOFT_DELETED);
    }

    @Test
    @Needs(Trait.DESTROY)
    void aDestroyedVersionSaysSo() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().destroy(key("app"));
      assertFails(read(key("app")), SourceDeleted, FailureDetail.DESTROYED);
    }

    @Test
    @Needs({Trait.SOFT_DELETE, Trait.HISTORY})
    void anOlderVersionOutlivesADeletedNewest() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().putObject(key("app"), "{\"v\":\"2\"}");
      backend().softDelete(key("app"));
      RemoteRef first = new RemoteRef(key("app"), Optional.of("1"));
      assertThat(text(read(first, login()))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs(Trait.DISABLE)
    void aDisabledVersionIsNoProofOfDeletion() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().disable(key("app"));
      assertFails(read(key("app")), SourceDeleted, FailureDetail.DISABLED);
    }

    @Test
    @Needs(Trait.CONTAINER)
    void aLostContainerIsNoProofOfDeletion() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().loseContainer();
      assertFails(read(key("app")), NotFound, FailureDetail.CONTAINER_MISSING);
    }

    @Test
    @Needs(Trait.HISTORY)
    void aVersionThatWasNeverWrittenIsNotFound() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      RemoteRef pinned = new RemoteRef(key("app"), Optional.of("99"));
      assertFails(read(pinned, login()), NotFound, FailureDetail.NONE);
    }

    @Test
    void aKeyWrittenAgainAfterItsRemovalIsRead() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      backend().putObject(key("app"), "{\"v\":\"2\"}");
      backend().remove(key("app"));
      backend().putObject(key("app"), "{\"v\":\"3\"}");
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"3\"}");
    }
  }

  @Nested
  class Auth {
    @Test
    void aLoginIsNamedWhereThereIsOne() {
      boolean none = backend().lacks().containsKey(Trait.LOGIN);
      assertThat(client().loginMethod().equals("none")).isEqualTo(none);
    }

    @Test
    @Needs(Trait.LOGIN)
    void aWrongCredentialIsAuthFailed() {
      try (ProviderClient wrong = backend().openWithWrongCredential()) {
        assertThat(failure(wrong.login(soon())).kind()).isEqualTo(AuthFailed);
      }
    }

    @Test
    @Needs(Trait.LOGIN)
    void anExpiredSessionIsAuthFailedUntilTheNextLogin() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      RemoteRef ref = new RemoteRef(key("app"), Optional.empty());
      Session session = login();
      backend().expireSessions();
      assertThat(failure(read(ref, session)).kind()).isEqualTo(AuthFailed);
      assertThat(text(read(ref, login()))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs(Trait.RENEWAL)
    void aRenewedSessionStillReads() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Session first = login();
      assertThat(first.renewable()).isTrue();
      Session renewed = value(client().renew(first, soon()));
      assertThat(text(read(new RemoteRef(key("app"), Optional.empty()), renewed)))
          .isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    @Needs(Trait.LOGIN)
    void aRevokedSessionReadsNoMore() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Session session = login();
      assertThat(session.ownedByUs()).isTrue();
      value(client().revoke(session, soon()));
      RemoteRef ref = new RemoteRef(key("app"), Optional.empty());
      assertThat(failure(read(ref, session)).kind()).isEqualTo(AuthFailed);
    }

    @Test
    @Needs(Trait.RIGHTS)
    void aForbiddenPathIsAccessDeniedAndTheOthersStayOpen() {
      backend().putObject(key("open"), "{\"v\":\"1\"}");
      backend().putObject(key("closed"), "{\"v\":\"2\"}");
      backend().deny(key("closed"));
      assertThat(failure(read(key("closed"))).kind()).isEqualTo(AccessDenied);
      assertThat(text(key("open"))).isEqualTo("{\"v\":\"1\"}");
    }

    @Test
    void theProbeAnswers() {
      assertThat(value(client().probe(soon())).sealed()).isFalse();
    }

    @Test
    void aDeadlineThatHasPassedIsATimeout() {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Call late = new Call(login(), Deadline.after(Duration.ZERO), "contract");
      assertFails(
          client().read(new RemoteRef(key("app"), Optional.empty()), late),
          Timeout,
          FailureDetail.NONE);
    }
  }

  @Nested
  class Config {
    @Test
    void capabilitiesAreThoseOfTheFacets() {
      assertThat(client().capabilities()).isEqualTo(Capabilities.ReadOnly);
    }

    @TestFactory
    Stream<DynamicTest> aConfigurationThatCannotWorkIsRefused() {
      return backend().refusedConfigs().stream()
          .map(refused ->
              DynamicTest.dynamicTest(
                  refused.name(),
                  () -> {
                    assertThat(refused.problems())
                        .anySatisfy(problem -> {
                          assertThat(problem.field()).isEqualTo(refused.field());
                          assertThat(problem.detail()).isEqualTo(refused.detail());
                        });
                    assertThat(refused.problems().toString()).doesNotContain(CANARY);
                  }));
    }
  }
}
