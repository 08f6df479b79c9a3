package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.FailureClass.InvalidData;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyturn.operator.engine.select.Problem;
import dev.keyturn.operator.engine.select.SecretTree;
import dev.keyturn.operator.engine.select.Selection;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.RemoteValue.Shape;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.proof.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend hands over: the Read group of the contract. */
abstract class ReadCases extends RotateCases {

  @Nested
  class Read {
    private static final int READERS = 64;

    /** How many reads look for a value of somebody else; more than usual by this property. */
    private static final int READS = Integer.getInteger("keyturn.contract.reads", 640);

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

    @Fault("V17")
    @Test
    @Needs(Trait.OVERSIZE)
    void aValueOverTheCapIsRefused() {
      backend().putObject(key("huge"), "{\"v\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}");
      assertFails(read(key("huge")), InvalidData, FailureDetail.TOO_LARGE);
    }

    /** Refused by the backend's client, or by whoever selects from it. */
    @Test
    @Needs({Trait.NESTED, Trait.LONG_ARRAYS})
    void moreItemsOfArraysThanTenThousandAreNotUsed() {
      String json = "{\"l\":[" + "0,".repeat(10_000) + "0]}";
      if (json.length() > backend().largestValue()) {
        return;
      }
      backend().putObject(key("items"), json);
      switch (read(key("items"))) {
        case Outcome.Failed<RemoteValue>(Failure failure) ->
            assertThat(failure.kind()).isEqualTo(InvalidData);
        case Outcome.Ok<RemoteValue>(RemoteValue read) -> {
          try (read;
              SecretTree tree = read.payload().with(SecretTree::parse)) {
            assertThat(Selection.property(tree, "l"))
                .isEqualTo(new Selection.Invalid(Problem.TOO_MANY_ITEMS));
          }
        }
      }
    }

    @Fault("V11")
    @Test
    void anEmptyStringIsAValue() {
      backend().putObject(key("empty"), "{\"v\":\"\"}");
      assertThat(text(key("empty"))).isEqualTo("{\"v\":\"\"}");
    }

    @Fault("V11")
    @Test
    @Needs({Trait.TEXT, Trait.EMPTY_TEXT})
    void anEmptyTextIsAValue() {
      backend().putText(key("empty"), "");
      assertThat(text(key("empty"))).isEmpty();
    }

    @Fault("V11")
    @Test
    @Needs(Trait.RAW_JSON)
    void anObjectWithoutMembersIsInvalid() {
      backend().putRaw(key("none"), "{}");
      assertFails(read(key("none")), InvalidData, FailureDetail.EMPTY);
    }

    @Fault("V11")
    @Test
    @Needs(Trait.RAW_JSON)
    void nullIsInvalid() {
      backend().putRaw(key("null"), "null");
      assertThat(failure(read(key("null"))).kind()).isEqualTo(InvalidData);
    }

    @Fault("V15")
    @Test
    @Needs(Trait.RAW_JSON)
    void aMemberThatStandsTwiceIsInvalid() {
      backend().putRaw(key("twice"), "{\"a\":\"" + CANARY + "\",\"a\":\"y\"}");
      assertFails(read(key("twice")), InvalidData, FailureDetail.NONE);
    }

    @Test
    @Needs(Trait.NESTED)
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
      assertThat(first.ordered()).isNotEqualTo(backend().lacks().containsKey(Trait.ORDER));
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
        assertThat(read.expires()).isEmpty();
        assertThat(read.version().isPresent())
            .isEqualTo(!backend().lacks().containsKey(Trait.VERSION));
        assertThat(read.version().flatMap(VersionStamp::created)).isEqualTo(created("app"));
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
        AtomicInteger begun = new AtomicInteger();
        List<Future<Integer>> swaps =
            IntStream.range(0, READERS)
                .mapToObj(reader ->
                    readers.submit(() -> {
                      int swapped = 0;
                      for (int i = begun.getAndIncrement();
                          i < READS;
                          i = begun.getAndIncrement()) {
                        boolean right =
                            i % 2 == 0
                                ? text(read(ours, mine)).equals("{\"v\":\"mine\"}")
                                : text(otherClient.read(foreign, new Call(theirs, soon(), "c")))
                                    .equals("{\"v\":\"theirs\"}");
                        swapped += right ? 0 : 1;
                      }
                      return swapped;
                    }))
                .toList();
        for (Future<Integer> each : swaps) {
          assertThat(each.get()).isZero();
        }
      }
    }

    /** A time that the client made up would be another one at each read. */
    private Optional<Instant> created(String name) {
      await().pollDelay(Duration.ofMillis(2)).until(() -> true);
      try (RemoteValue read = value(read(key(name)))) {
        return read.version().flatMap(VersionStamp::created);
      }
    }

    private VersionStamp stamp(String name) {
      try (RemoteValue read = value(read(key(name)))) {
        return read.version().orElseThrow();
      }
    }
  }
}
