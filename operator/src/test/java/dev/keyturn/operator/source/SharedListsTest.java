package dev.keyturn.operator.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.crds.v1alpha1.StoreKind;
import dev.keyturn.operator.engine.tenancy.FolderDecision;
import dev.keyturn.operator.engine.tenancy.RemoteFolder;
import dev.keyturn.operator.engine.tenancy.StoreIdentity;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.ForwardingClient;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists of a backend that wants a rest between two of them. */
class SharedListsTest {
  private static final Duration REST = Duration.ofMinutes(5);

  private final SourceFixture fixture = new SourceFixture();
  private final Names names = new Names();
  private final Connection connection =
      fixture.connection(new Listed(fixture.backend.client(), names), SourceFixture.TTL);

  private static final class Names implements Lister {
    private final List<String> there = new ArrayList<>(List.of("one"));
    private Duration rest = REST;
    private int asked;

    @Override
    public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
      asked++;
      return Outcome.ok(new Page(List.copyOf(there), List.of(), Optional.empty()));
    }

    @Override
    public TagFilter tagFilter() {
      return TagFilter.NONE;
    }

    @Override
    public Duration rest() {
      return rest;
    }
  }

  private static final class Listed extends ForwardingClient {
    private final Lister lister;

    Listed(ProviderClient client, Lister lister) {
      super(client);
      this.lister = lister;
    }

    @Override
    public Optional<Lister> lister() {
      return Optional.of(lister);
    }
  }

  @AfterEach
  void close() {
    connection.close();
  }

  /** As a due refresh asks: newer than what the reader saw last, which is a moment ago. */
  private List<String> listed(boolean requested) {
    ReadWish wish =
        new ReadWish(
            "shop/found",
            FolderReference.of(Lister.Folder.of("")),
            Optional.empty(),
            fixture.time.getAsLong(),
            Duration.ofSeconds(10),
            Deadline.after(Duration.ofSeconds(30)),
            0,
            requested);
    FolderDecision.Allowed leave =
        new FolderDecision.Allowed(
            new StoreIdentity(StoreKind.SecretStore, "vault"), RemoteFolder.ROOT);
    return ((Listing.Names) connection.list(leave, wish, fixture.lease())).names();
  }

  @Test
  void withinTheRestTheLastNamesDo() {
    assertThat(listed(false)).containsExactly("one");
    names.there.add("two");
    for (int refresh = 0; refresh < 9; refresh++) {
      fixture.time.advance(Duration.ofSeconds(30));
      assertThat(listed(false)).containsExactly("one");
    }
    assertThat(names.asked).isEqualTo(1);
    fixture.time.advance(Duration.ofSeconds(31));
    assertThat(listed(false)).containsExactly("one", "two");
    assertThat(names.asked).isEqualTo(2);
  }

  @Test
  void aPersonIsAnsweredAtOnce() {
    listed(false);
    names.there.add("two");
    fixture.time.advance(Duration.ofSeconds(1));
    assertThat(listed(true)).containsExactly("one", "two");
  }

  @Test
  void aBackendThatWantsNoneIsAskedAtEachRefresh() {
    names.rest = Duration.ZERO;
    listed(false);
    fixture.time.advance(Duration.ofSeconds(1));
    listed(false);
    assertThat(names.asked).isEqualTo(2);
  }
}
