package dev.keyturn.operator.provider.testkit;

import static dev.keyturn.operator.provider.testkit.ContractCase.soon;
import static dev.keyturn.operator.provider.testkit.ContractCase.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Precondition;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionHistory;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One change of one key: as a writer makes it, and as a push brings it about in the end. */
final class WriteRun {
  private static final Map<String, String> MARK = Map.of(Standing.OWNER_TAG, "us/shop/db");
  private static final Map<String, String> MORE =
      Map.of(Standing.OWNER_TAG, "us/shop/db", "team", "shop");

  /** What can be done to a key: by a writer, and to a version. */
  enum Change {
    CREATE,
    REPLACE,
    TAG,
    DELETE,
    UNDELETE,
    DESTROY,
    ROLLBACK;

    private static final List<Change> OF_A_WRITER = List.of(CREATE, REPLACE, TAG, DELETE);

    /** What clients of a backend can do. */
    static List<Change> of(ContractBackend backend) {
      Map<Trait, String> lacks = backend.lacks();
      List<Change> all = new ArrayList<>(OF_A_WRITER);
      if (!lacks.containsKey(Trait.VERSION_STATES)) {
        all.add(ROLLBACK);
        if (!lacks.containsKey(Trait.UNDELETE)) {
          all.add(UNDELETE);
        }
        if (!lacks.containsKey(Trait.DESTROY)) {
          all.add(DESTROY);
        }
      }
      return all;
    }
  }

  /** What stands at a key. */
  record Seen(Optional<String> text, Optional<String> version, Map<String, String> tags) {
    static Seen of(Standing standing) {
      return switch (standing) {
        case Standing.Absent absent -> new Seen(Optional.empty(), Optional.empty(), Map.of());
        case Standing.Gone(VersionStamp newest, Map<String, String> tags) ->
            new Seen(Optional.empty(), Optional.of(newest.id()), tags);
        case Standing.Present(RemoteValue value) ->
            new Seen(
                Optional.of(value.payload().with(bytes -> new String(bytes, UTF_8))),
                value.version().map(VersionStamp::id),
                value.tags());
      };
    }
  }

  private final ContractBackend backend;
  private final Writer writer;
  private final Change change;
  private final String key;
  private final Session session;
  private final Optional<VersionHistory> history;
  private final Optional<VersionStamp> first;

  WriteRun(ContractBackend backend, ProviderClient client, Change change, String key) {
    this.backend = backend;
    this.writer = client.writer().orElseThrow();
    this.history = client.history();
    this.change = change;
    this.key = key;
    this.session = value(client.login(soon()));
    this.first = change == Change.CREATE ? Optional.empty() : Optional.of(create("1"));
    if (change == Change.UNDELETE) {
      value(writer.delete(key, first.orElseThrow(), call()));
    } else if (change == Change.ROLLBACK) {
      value(replaced(first.orElseThrow()));
    }
  }

  /** The same one with a login of its own. */
  WriteRun(ProviderClient client, WriteRun other) {
    this.backend = other.backend;
    this.writer = other.writer;
    this.history = other.history;
    this.change = other.change;
    this.key = other.key;
    this.session = value(client.login(soon()));
    this.first = other.first;
  }

  private VersionStamp create(String text) {
    return value(created(text));
  }

  private Outcome<VersionStamp> created(String text) {
    try (SecretBytes payload = SecretBytes.ofText(json(text))) {
      return writer.createIfAbsent(key, payload, MARK, call());
    }
  }

  private Outcome<VersionStamp> replaced(VersionStamp newest) {
    try (SecretBytes payload = SecretBytes.ofText(json("2"))) {
      return writer.compareAndSet(key, payload, newest, call());
    }
  }

  private Outcome<VersionStamp> rolledBack(Precondition precondition) {
    return history.orElseThrow().rollback(key, first.orElseThrow().id(), precondition, call());
  }

  private static String json(String text) {
    return "{\"v\":\"" + text + "\"}";
  }

  private Call call() {
    return new Call(session, soon(), "contract");
  }

  /** Number of requests that the change takes where nothing is in its way. */
  int requests(Detour detour) {
    detour.restart();
    value(make());
    int requests = detour.asked().size();
    isBroughtAbout("undisturbed " + change);
    return requests;
  }

  Outcome<?> make() {
    return switch (change) {
      case CREATE -> created("2");
      case REPLACE -> replaced(first.orElseThrow());
      case TAG -> writer.tag(key, MORE, call());
      case DELETE -> writer.delete(key, first.orElseThrow(), call());
      case UNDELETE -> history.orElseThrow().undelete(key, first.orElseThrow().id(), call());
      case DESTROY -> history.orElseThrow().destroy(key, first.orElseThrow().id(), call());
      case ROLLBACK -> rolledBack(new Precondition.Any());
    };
  }

  Seen look() {
    try (Standing standing = value(writer.look(key, call()))) {
      return Seen.of(standing);
    }
  }

  boolean isMade(Seen seen) {
    return switch (change) {
      case CREATE, REPLACE ->
          seen.text().equals(Optional.of(json("2"))) && seen.tags().equals(MARK);
      case TAG -> seen.text().equals(Optional.of(json("1"))) && seen.tags().equals(MORE);
      case DELETE, DESTROY -> seen.text().isEmpty();
      case UNDELETE, ROLLBACK ->
          seen.text().equals(Optional.of(json("1"))) && seen.tags().equals(MARK);
    };
  }

  /** Looks, and changes only what is not yet as it should be; as often as a push does. */
  void isBroughtAbout(String what) {
    for (int round = 0; round < 3 && !isMade(look()); round++) {
      again();
    }
    Seen end = look();
    assertThat(isMade(end)).as("%s, brought about", what).isTrue();
    boolean valued = change == Change.CREATE || change == Change.REPLACE;
    if (valued && !backend.lacks().containsKey(Trait.HISTORY)) {
      long before = first.map(version -> Long.parseLong(version.id())).orElse(0L);
      assertThat(end.version()).as("%s, one version", what).contains(Long.toString(before + 1));
    }
  }

  private void again() {
    try (Standing standing = value(writer.look(key, call()))) {
      Outcome<?> outcome =
          switch (change) {
            case TAG -> writer.tag(key, MORE, call());
            case DELETE ->
                writer.delete(
                    key, ((Standing.Present) standing).value().version().orElseThrow(), call());
            case UNDELETE, DESTROY, ROLLBACK -> make();
            case CREATE, REPLACE ->
                switch (standing) {
                  case Standing.Absent absent -> created("2");
                  case Standing.Gone gone -> replaced(gone.newest());
                  case Standing.Present present ->
                      replaced(present.value().version().orElseThrow());
                };
          };
      value(outcome);
    }
  }
}
