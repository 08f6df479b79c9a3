package dev.keyturn.operator.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.operator.provider.BatchReader;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.CertificateRequest;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.LeaseId;
import dev.keyturn.operator.provider.LeaseRequest;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.Session;
import dev.keyturn.operator.provider.TokenRequest;
import dev.keyturn.operator.source.http.ScriptedServer;
import dev.keyturn.operator.source.http.TlsTrust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Puts a scripted server in a backend's place and asks it, by the client's own requests over a real
 * socket and the transport of production, everything that the client can ask.
 */
public abstract class WireQuestions {
  protected static final String CANARY = "kt-canary-7f3a";
  static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Long for an answer on loopback, short for a test that waits for its end. */
  private static final Duration SHORT = Duration.ofMillis(500);

  private static final LeaseRequest LEASE =
      new LeaseRequest("engine/creds/app", LeaseRequest.Method.GET, Map.of());

  private static final CertificateRequest CERTIFICATE =
      new CertificateRequest(
          "pki",
          "app",
          Optional.empty(),
          "app.example",
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());
  private static final String ROTATION = "77777777-2222-3333-4444-555555555555";

  /** What makes or ends something at the backend by its first request, by the end of its name. */
  private static final List<String> MAKES =
      List.of("lease", "certificate", "token", "login", "renewal", "logout");

  /** A new client with the right credential; the contract closes it. */
  protected abstract ProviderClient openBehind(Detour detour);

  /** A key as the backend spells it; nothing has to stand there. */
  protected String key(String name) {
    return name;
  }

  /** A request for each way in which the client makes tokens, by name. */
  protected Map<String, TokenRequest> tokenRequests() {
    return Map.of();
  }

  /** For each kind of thing that the client has rotated one of that kind, with its version. */
  protected Map<String, RemoteRef> rotated() {
    return Map.of();
  }

  /** An id that a version could have. */
  protected String version() {
    return "99";
  }

  /** The questions by name that no request to the backend answers, each with the reason. */
  protected Map<String, String> unasked() {
    return Map.of();
  }

  /** The questions by name that the backend answers by this status, whatever stands beside it. */
  protected Set<String> answeredBy(int status) {
    return Set.of();
  }

  /** One thing that a client can ask; a batch has an outcome for each key. */
  protected interface Question extends Function<Call, Outcome<?>> {}

  /** What the client can ask for secret values, be they kept or made, and logins, by name. */
  final Map<String, Question> values(ProviderClient client) {
    Map<String, Question> values = new LinkedHashMap<>(reads(client));
    values.put("login", call -> client.login(call.deadline()));
    values.put("renewal", call -> client.renew(call.session(), call.deadline()));
    assertThat(client.tokens().isPresent()).as("tokens").isNotEqualTo(tokenRequests().isEmpty());
    client
        .tokens()
        .ifPresent(tokens ->
            tokenRequests()
                .forEach(
                    (name, wish) -> values.put(name + " token", call -> tokens.issue(wish, call))));
    client
        .certificates()
        .ifPresent(certificates ->
            values.put("certificate", call -> certificates.issue(CERTIFICATE, call)));
    return values;
  }

  /** What the client can ask for values that are kept, by name. */
  protected Map<String, Question> reads(ProviderClient client) {
    Map<String, Question> reads = new LinkedHashMap<>();
    reads.put("read", call -> client.read(new RemoteRef(key("app"), Optional.empty()), call));
    RemoteRef pinned = new RemoteRef(key("app"), Optional.of(version()));
    reads.put("pinned read", call -> client.read(pinned, call));
    Optional<BatchReader> batches = client.batches();
    batches.ifPresent(batch ->
        reads.put("batch", call -> batch.readAll(List.of(key("app"), key("other")), call)));
    return reads;
  }

  /** What the client can ask, and what it can tell: that a lease or its session is to end. */
  final Map<String, Question> everything(ProviderClient client) {
    Map<String, Question> all = questions(client);
    all.putAll(standing(client));
    client
        .leases()
        .ifPresent(
            leases -> all.put("revoke lease", call -> leases.revoke(new LeaseId("a/1"), call)));
    return all;
  }

  /** What the client can ask about the backend as a whole and about its own standing there. */
  static Map<String, Question> standing(ProviderClient client) {
    Map<String, Question> standing = new LinkedHashMap<>();
    standing.put("accounts", call -> client.accounts(call.session(), call.deadline()));
    standing.put("probe", call -> client.probe(call.deadline()));
    standing.put("verification", client::verify);
    standing.put("logout", call -> client.revoke(call.session(), call.deadline()));
    return standing;
  }

  /** What the client can ask; an answer holds something. */
  final Map<String, Question> questions(ProviderClient client) {
    Map<String, Question> all = new LinkedHashMap<>(values(client));
    Optional<Lister> lister = client.lister();
    lister.ifPresent(
        names -> all.put("list", call -> names.list(Lister.Folder.of(""), Optional.empty(), call)));
    client
        .versions()
        .ifPresent(versions -> all.put("version", call -> versions.newest(key("app"), call)));
    client
        .versionLists()
        .ifPresent(lists ->
            all.put(
                "versions", call -> lists.page(lists.group(key("app")), Optional.empty(), call)));
    client
        .history()
        .ifPresent(history -> all.put("history", call -> history.list(key("app"), call)));
    client
        .leases()
        .ifPresent(leases -> {
          LeaseId lease = new LeaseId("a/1");
          all.put("issue lease", call -> leases.issue(LEASE, call));
          all.put("renew lease", call -> leases.renew(lease, Duration.ofHours(1), call));
          all.put("look up lease", call -> leases.lookup(lease, call));
        });
    assertThat(client.rotateNow().isPresent()).as("rotations").isNotEqualTo(rotated().isEmpty());
    client
        .rotateNow()
        .ifPresent(rotations ->
            rotated().forEach((name, ref) -> all.putAll(rotation(name, ref, rotations))));
    return all;
  }

  /** A rotation begins with a look, so that none of these changes anything by its first request. */
  private static Map<String, Question> rotation(String name, RemoteRef ref, RotateNow rotations) {
    RotationTicket ticket = new RotationTicket(ref, ROTATION, Optional.empty());
    return Map.of(
        "newest of " + name, call -> rotations.newest(ref.key(), call),
        "start rotation of " + name, call -> rotations.start(ref, ROTATION, call),
        "state of rotation of " + name, call -> rotations.state(ticket, call));
  }

  /** How a question ended. */
  record Met(String question, boolean readsOnly, Failure failure) {
    void assertIs(FailureClass kind, FailureDetail detail) {
      assertThat(failure.kind()).as(question).isEqualTo(kind);
      assertThat(failure.detail()).as(question).isEqualTo(detail);
      assertThat(readsOnly && failure.mayHaveApplied()).as(question).isFalse();
      assertThat(failure.toString()).doesNotContain(CANARY);
    }
  }

  final List<Met> meet(ScriptedServer.Script script) {
    return meet(this::everything, script);
  }

  /** Asks everything for which a whole answer with this status is no answer of the backend. */
  final List<Met> meet(int status, ScriptedServer.Script script) {
    return meet(client -> asked(everything(client), status), script);
  }

  static Map<String, Question> without(Map<String, Question> questions, Set<String> names) {
    Map<String, Question> rest = new LinkedHashMap<>(questions);
    rest.keySet().removeAll(names);
    return rest;
  }

  final Map<String, Question> asked(Map<String, Question> questions, int status) {
    return without(questions, answeredBy(status));
  }

  final List<Met> meet(
      Function<ProviderClient, Map<String, Question>> asking, ScriptedServer.Script script) {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      return meet(asking, server, TlsTrust.system(), PATIENCE);
    }
  }

  /** Asks one question after the other of a server in the backend's place; each must get there. */
  final List<Met> meet(
      Function<ProviderClient, Map<String, Question>> asking,
      ScriptedServer server,
      TlsTrust trust,
      Duration patience) {
    return meet(
        server,
        trust,
        (client, session) -> {
          List<Met> met = new ArrayList<>();
          without(asking.apply(client), unasked().keySet())
              .forEach((name, question) -> {
                int before = server.connections();
                met.addAll(
                    met(name, question, new Call(session, Deadline.after(patience), "contract")));
                assertThat(server.connections()).as("%s met the fault", name).isGreaterThan(before);
              });
          return met;
        });
  }

  /** Which of these questions exist and are answered without a request to the backend. */
  final Set<String> silently(Set<String> names) {
    Set<String> silent = new TreeSet<>();
    try (ScriptedServer server = ScriptedServer.plain((request, peer) -> peer.reset());
        Detour detour = new Detour();
        ProviderClient client = openBehind(detour)) {
      Session session = ok(client.login(Deadline.after(PATIENCE)));
      detour.to(server, TlsTrust.system());
      Map<String, Question> questions = everything(client);
      questions.keySet().retainAll(names);
      questions.forEach((name, question) -> {
        int before = server.connections();
        Call call = new Call(session, Deadline.after(PATIENCE), "contract");
        assertThat(question.apply(call)).as(name).isNotNull();
        if (server.connections() == before) {
          silent.add(name);
        }
      });
    }
    return silent;
  }

  /** Asks all at once, so that they wait together. */
  final List<Met> meetWaiting(int status, ScriptedServer server) {
    return meet(
        server,
        TlsTrust.system(),
        (client, session) -> {
          Map<String, Question> questions =
              asked(without(everything(client), unasked().keySet()), status);
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<List<Met>>> asked = new ArrayList<>();
            questions.forEach((name, question) -> {
              Call call = new Call(session, Deadline.after(SHORT), "contract");
              asked.add(CompletableFuture.supplyAsync(() -> met(name, question, call), threads));
            });
            List<Met> met = asked.stream().flatMap(each -> each.join().stream()).toList();
            assertThat(server.connections()).isGreaterThanOrEqualTo(questions.size());
            return met;
          }
        });
  }

  private List<Met> meet(
      ScriptedServer server,
      TlsTrust trust,
      BiFunction<ProviderClient, Session, List<Met>> asking) {
    try (Detour detour = new Detour();
        ProviderClient client = openBehind(detour)) {
      Session session = ok(client.login(Deadline.after(PATIENCE)));
      detour.to(server, trust);
      return asking.apply(client, session);
    }
  }

  private List<Met> met(String name, Question question, Call call) {
    return outcomes(question.apply(call)).stream()
        .map(outcome ->
            new Met(name, MAKES.stream().noneMatch(name::endsWith), failure(name, outcome)))
        .toList();
  }

  private static Collection<Outcome<?>> outcomes(Outcome<?> outcome) {
    List<Outcome<?>> all = new ArrayList<>();
    if (outcome instanceof Outcome.Ok<?>(Map<?, ?> batch)) {
      batch.values().forEach(one -> all.add((Outcome<?>) one));
    } else {
      all.add(outcome);
    }
    return all;
  }

  static Failure failure(String question, Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Ok<?> taken -> throw new AssertionError(question + " took it for an answer");
      case Outcome.Failed<?>(Failure failure) -> failure;
    };
  }

  static <T> T ok(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) -> throw new AssertionError("failed " + failure);
    };
  }
}
