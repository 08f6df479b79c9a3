package dev.keyturn.operator.provider.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionLister;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What a backend is asked at most for what: requests are counted between the client and its
 * backend, with a session that is alive, so that none of them is a login.
 */
abstract class CostCases extends LeaseCases {

  @Nested
  @Needs(Trait.WIRE)
  class Cost {
    private static final int MANY = 60;

    private final Detour detour = new Detour();
    private Optional<ProviderClient> counted = Optional.empty();

    @AfterEach
    void closeCounted() {
      counted.ifPresent(ProviderClient::close);
      detour.close();
    }

    private ProviderClient counted() {
      if (counted.isEmpty()) {
        counted = Optional.of(backend().openBehind(detour));
      }
      return counted.get();
    }

    private List<String> put(int count) {
      List<String> keys = IntStream.range(0, count).mapToObj(i -> key("n" + i)).toList();
      keys.forEach(key -> backend().putObject(key, "{\"v\":\"1\"}"));
      return keys;
    }

    @Test
    void eachSecretOfARefreshIsReadInOneRequest() {
      List<String> keys = put(MANY);
      Call call = session();
      for (int refresh = 0; refresh < 2; refresh++) {
        keys.forEach(
            key -> value(counted().read(new RemoteRef(key, Optional.empty()), call)).close());
      }
      assertThat(asked()).isEqualTo(2 * MANY);
      assertThat(changes()).isZero();
    }

    @Test
    @Needs(Trait.ABSENCE)
    void aMissingSecretIsAskedForTwiceAtMost() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      Call call = session();
      failure(counted().read(new RemoteRef(key("never"), Optional.empty()), call));
      assertThat(asked()).isBetween(1, 2);
    }

    @Test
    @Needs(Trait.BATCH)
    void aRefreshByBatchesIsOneRequestForEachOfThem() {
      List<String> keys = put(MANY);
      Call call = session();
      BatchReader batches = counted().batches().orElseThrow();
      int batch = Math.min(MANY, batches.maximum());
      for (int from = 0; from < MANY; from += batch) {
        List<String> part = keys.subList(from, Math.min(MANY, from + batch));
        value(batches.readAll(part, call)).values().forEach(read -> value(read).close());
      }
      assertThat(asked()).isEqualTo((MANY + batch - 1) / batch);
      assertThat(changes()).isZero();
    }

    @Test
    @Needs(Trait.LIST)
    void aListIsAsManyRequestsAsItHasPages() {
      put(MANY);
      Call call = session();
      Lister lister = counted().lister().orElseThrow();
      int pages = 0;
      Optional<String> cursor = Optional.empty();
      do {
        Lister.Page page = value(lister.list(Lister.Folder.of(""), cursor, call));
        cursor = page.next();
        pages++;
      } while (cursor.isPresent());
      assertThat(asked()).isEqualTo(pages);
      // The last page of some services is empty, and others have folders on a page of their own.
      int full = (MANY + perPage() - 1) / perPage();
      assertThat(pages).isBetween(full, full + 1);
      assertThat(changes()).isZero();
    }

    private int perPage() {
      return Math.min(MANY, backend().namesPerPage());
    }

    @Test
    @Needs(Trait.VERSION_ALONE)
    void theVersionsOfManyAreOneRequestForEachPageOrSecret() {
      List<String> keys = put(MANY);
      Call call = session();
      if (counted().versionLists().isPresent()) {
        VersionLister lists = counted().versionLists().orElseThrow();
        int known = 0;
        Optional<String> cursor = Optional.empty();
        do {
          VersionLister.Page page = value(lists.page(lists.group(keys.get(0)), cursor, call));
          known += page.newest().size();
          cursor = page.next();
        } while (cursor.isPresent());
        assertThat(known).isEqualTo(MANY);
        assertThat(asked()).isEqualTo((MANY + perPage() - 1) / perPage());
      } else {
        keys.forEach(key ->
            assertThat(value(counted().versions().orElseThrow().newest(key, call))).isPresent());
        assertThat(asked()).isEqualTo(MANY);
      }
      assertThat(changes()).isZero();
    }

    @Test
    @Needs(Trait.WRITE)
    void aPushThatChangesNothingOnlyLooks() {
      Call call = session();
      Writer writer = counted().writer().orElseThrow();
      try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"1\"}")) {
        value(writer.createIfAbsent(key("app"), payload, call));
      }
      detour.restart();
      try (Standing standing = value(writer.look(key("app"), call))) {
        assertThat(standing).isInstanceOf(Standing.Present.class);
      }
      assertThat(asked()).isBetween(1, 2);
      assertThat(changes()).isZero();
    }

    @Test
    @Needs(Trait.WRITE)
    void aWriteToAStaleVersionChangesNothing() {
      Call call = session();
      Writer writer = counted().writer().orElseThrow();
      try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"1\"}");
          SecretBytes next = SecretBytes.ofText("{\"v\":\"2\"}")) {
        VersionStamp first = value(writer.createIfAbsent(key("app"), payload, call));
        value(writer.compareAndSet(key("app"), next, first, call));
        detour.restart();
        failure(writer.compareAndSet(key("app"), payload, first, call));
      }
      assertThat(asked()).isBetween(1, 2);
      assertThat(text(key("app"))).isEqualTo("{\"v\":\"2\"}");
    }

    @Test
    @Needs(Trait.ABSENCE)
    void everyRequestForAMissingSecretCountsAgainstTheLimitsOfTheStore() {
      backend().putObject(key("other"), "{\"v\":\"1\"}");
      RemoteRef never = new RemoteRef(key("never"), Optional.empty());
      failure(told("read", session().session(), call -> counted().read(never, call)));
    }

    @Test
    @Needs(Trait.WRITE)
    void everyRequestOfAChangeCountsAgainstTheLimitsOfTheStore() {
      Session session = session().session();
      Writer writer = counted().writer().orElseThrow();
      String key = key("app");
      Map<String, String> mark = Map.of(Standing.OWNER_TAG, "us/shop/db");
      Map<String, String> more = Map.of(Standing.OWNER_TAG, "us/shop/db", "team", "shop");
      try (SecretBytes first = SecretBytes.ofText("{\"v\":\"1\"}");
          SecretBytes second = SecretBytes.ofText("{\"v\":\"2\"}")) {
        value(told("look in vain", session, call -> writer.look(key, call))).close();
        VersionStamp made =
            value(told("create", session, call -> writer.createIfAbsent(key, first, mark, call)));
        told("create anew", session, call -> writer.createIfAbsent(key, first, mark, call));
        value(told("replace", session, call -> writer.compareAndSet(key, second, made, call)));
        told("replace late", session, call -> writer.compareAndSet(key, first, made, call));
        value(told("tag", session, call -> writer.tag(key, more, call)));
        try (Standing standing = value(told("look", session, call -> writer.look(key, call)))) {
          VersionStamp newest = ((Standing.Present) standing).value().version().orElseThrow();
          value(told("delete", session, call -> writer.delete(key, newest, call)));
        }
      }
    }

    /** A call is counted by itself; it tells of each request beside its first. */
    private <T> Outcome<T> told(String what, Session session, Function<Call, Outcome<T>> asking) {
      AtomicInteger further = new AtomicInteger();
      detour.restart();
      Outcome<T> outcome =
          asking.apply(new Call(session, soon(), "contract", further::incrementAndGet));
      assertThat(1 + further.get()).as("%s, told", what).isEqualTo(asked());
      return outcome;
    }

    @Test
    @Needs(Trait.ALPHABET)
    void anIllegalNameIsNoRequest() {
      String illegal = backend().illegalKey();
      Call call = session();
      List<Outcome<?>> outcomes = new ArrayList<>();
      outcomes.add(counted().read(new RemoteRef(illegal, Optional.empty()), call));
      counted().versions().ifPresent(versions -> outcomes.add(versions.newest(illegal, call)));
      counted()
          .writer()
          .ifPresent(writer -> {
            VersionStamp any = new VersionStamp("1", true, Optional.empty());
            outcomes.add(writer.look(illegal, call));
            try (SecretBytes payload = SecretBytes.ofText("{\"v\":\"1\"}")) {
              outcomes.add(writer.createIfAbsent(illegal, payload, call));
              outcomes.add(writer.compareAndSet(illegal, payload, any, call));
            }
            outcomes.add(writer.delete(illegal, any, call));
            assertThat(writer.place(illegal)).isEmpty();
          });
      outcomes.forEach(
          outcome -> assertFails(outcome, FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
      assertThat(asked()).isZero();
    }

    @Test
    @Needs({Trait.WRITE, Trait.WRITE_LIMIT})
    void aValueOverTheLimitIsNoRequestAndTheLargestIsWritten() {
      Call call = session();
      Writer writer = counted().writer().orElseThrow();
      int largest = backend().writeLimit() - "{\"v\":\"\"}".length();
      try (SecretBytes over = SecretBytes.ofText(json(largest + 1));
          SecretBytes just = SecretBytes.ofText(json(largest))) {
        assertFails(
            writer.createIfAbsent(key("app"), over, call),
            FailureClass.InvalidData,
            FailureDetail.TOO_LARGE);
        assertThat(asked()).isZero();
        value(writer.createIfAbsent(key("app"), just, call));
      }
      assertThat(text(key("app")).equals(json(largest))).isTrue();
    }

    private static String json(int length) {
      return "{\"v\":\"" + "x".repeat(length) + "\"}";
    }

    @Test
    void aProbeIsTwoRequestsAtMost() {
      session();
      value(counted().probe(soon()));
      assertThat(asked()).isBetween(0, 2);
      assertThat(changes()).isZero();
    }

    @Test
    void socketsAndThreadsStayAsManyHoweverManyCalls()
        throws ExecutionException, InterruptedException {
      backend().putObject(key("app"), "{\"v\":\"1\"}");
      Call first = session();
      RemoteRef ref = new RemoteRef(key("app"), Optional.empty());
      Supplier<Outcome<RemoteValue>> read =
          () -> counted().read(ref, new Call(first.session(), soon(), "contract"));
      manyTimes(500, read);
      int threads = threads();
      long files = files();
      manyTimes(backend().callsOfALongRun(), read);
      // As many more as there are readers, and a few of the machine's own.
      assertThat(threads()).as("threads").isLessThan(threads + 24);
      assertThat(files()).as("open files").isLessThan(files + 48);
    }

    /** By sixteen readers at a time. */
    private void manyTimes(int times, Supplier<Outcome<RemoteValue>> read)
        throws ExecutionException, InterruptedException {
      try (ExecutorService readers = Executors.newFixedThreadPool(16)) {
        List<Future<Boolean>> reads =
            IntStream.range(0, times)
                .mapToObj(i ->
                    readers.submit(() -> {
                      try (RemoteValue value = value(read.get())) {
                        return value
                            .payload()
                            .with(bytes -> new String(bytes, UTF_8))
                            .equals("{\"v\":\"1\"}");
                      }
                    }))
                .toList();
        for (Future<Boolean> one : reads) {
          assertThat(one.get()).isTrue();
        }
      }
    }

    private static int threads() {
      return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long files() {
      return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
          .getOpenFileDescriptorCount();
    }

    /** Logged in; what is asked from now on counts. */
    private Call session() {
      Call call = new Call(value(counted().login(soon())), soon(), "contract");
      detour.restart();
      return call;
    }

    private int asked() {
      return detour.asked().size();
    }

    private long changes() {
      return detour.asked().stream().filter(backend()::changes).count();
    }
  }
}
