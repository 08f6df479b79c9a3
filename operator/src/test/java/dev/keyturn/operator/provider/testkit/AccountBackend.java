package dev.keyturn.operator.provider.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.source.http.EndpointPolicy;
import dev.keyturn.operator.source.http.JdkBackendHttp;
import dev.keyturn.operator.source.http.TlsTrust;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The contract in an account that others may use too: every test has names of its own, which begin
 * with {@code kt} and a random number, and takes its secrets away at its end. What a test does
 * behind the provider's back it does through a second client of the provider.
 */
public abstract class AccountBackend implements ContractBackend {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String prefix = "kt" + UUID.randomUUID().toString().substring(0, 8) + "x";
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final JdkBackendHttp http;
  private Optional<ProviderClient> hand = Optional.empty();

  /**
   * A backend without secrets of its own.
   *
   * @param emulator instead of the vendor's own hosts
   */
  protected AccountBackend(Optional<URI> emulator) {
    this.http =
        new JdkBackendHttp(
            EndpointPolicy.of(List.of(emulator.map(URI::toString).orElse("https://*")), Set.of()),
            TlsTrust.system(),
            JdkBackendHttp.CONNECT_TIMEOUT);
  }

  protected final BackendHttp http() {
    return http;
  }

  /** A client of the provider that speaks through this. */
  protected abstract ProviderClient open(BackendHttp own);

  @Override
  public final ProviderClient open() {
    return open(http);
  }

  @Override
  public final ProviderClient openBehind(Detour detour) {
    return open(detour.around(http));
  }

  /** What no account can be asked for by the provider alone. */
  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(Trait.class);
    lacks.put(Trait.RAW_JSON, "every text is a value");
    lacks.put(Trait.OVERSIZE, "the writer turns a value away that is too large");
    lacks.put(Trait.FOLDERS, "all names of a test have one beginning");
    lacks.put(Trait.VERSION_ALONE, "a version costs as much as its value");
    lacks.put(Trait.LEASE, "it makes no credentials");
    for (Trait trait :
        List.of(
            Trait.SOFT_DELETE,
            Trait.DESTROY,
            Trait.DISABLE,
            Trait.CONTAINER,
            Trait.REVOCATION,
            Trait.RENEWAL,
            Trait.RIGHTS)) {
      lacks.put(trait, "the account is left as it is");
    }
    return lacks;
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of();
  }

  /**
   * Letters and digits are legal everywhere; the rest is spelled in hexadecimal. A hyphen would do
   * too, but AWS takes one with six letters behind it for the end of an ARN.
   */
  @Override
  public final String key(String name) {
    StringBuilder key = new StringBuilder(prefix);
    for (byte octet : name.getBytes(UTF_8)) {
      boolean plain = octet > 0 && Character.isLetterOrDigit(octet);
      key.append(plain ? Character.toString(octet) : "x" + HexFormat.of().toHexDigits(octet));
    }
    keys.add(key.toString());
    return key.toString();
  }

  @Override
  public final void putObject(String key, String json) {
    putText(key, json);
  }

  @Override
  public final void putText(String key, String text) {
    try (SecretBytes payload = SecretBytes.ofText(text)) {
      put(key, payload);
    }
  }

  @Override
  public final void putBytes(String key, byte[] bytes) {
    try (SecretBytes payload = SecretBytes.owning(bytes.clone())) {
      put(key, payload);
    }
  }

  /** Said before a value is stored, where the backend wants something between two of a key. */
  protected void beforePut(String key) {}

  private void put(String key, SecretBytes payload) {
    beforePut(key);
    try (Standing found = done(writer().look(key, call()))) {
      done(
          switch (found) {
            case Standing.Absent absent -> writer().createIfAbsent(key, payload, call());
            case Standing.Present present ->
                writer().compareAndSet(key, payload, version(present), call());
            case Standing.Gone gone -> writer().compareAndSet(key, payload, gone.newest(), call());
          });
    }
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    done(writer().tag(key, tags, call()));
  }

  @Override
  public void remove(String key) {
    try (Standing found = done(writer().look(key, call()))) {
      if (found instanceof Standing.Present present) {
        done(writer().delete(key, version(present), call()));
      }
    }
  }

  private static VersionStamp version(Standing.Present present) {
    return present.value().version().orElseThrow();
  }

  private Writer writer() {
    return hand().writer().orElseThrow();
  }

  private ProviderClient hand() {
    if (hand.isEmpty()) {
      hand = Optional.of(open());
    }
    return hand.get();
  }

  /** Id of the version that a read gives. */
  protected final String newest(String key) {
    try (RemoteValue value = done(hand().read(new RemoteRef(key, Optional.empty()), call()))) {
      return value.version().orElseThrow().id();
    }
  }

  /** A login of the second client, for one call. */
  protected final Call call() {
    Deadline deadline = Deadline.after(PATIENCE);
    return new Call(done(hand().login(deadline)), deadline, "contract");
  }

  /** Answer of the backend to a request by hand, without its body. */
  protected final int send(String method, URI uri, Call call) {
    return send(method, uri, Optional.empty(), call);
  }

  /** The same with a JSON object; it must work. */
  protected final void change(String method, URI uri, String json) {
    try (SecretBytes body = SecretBytes.ofText(json)) {
      int status = send(method, uri, Optional.of(body), call());
      if (status != 200) {
        throw new IllegalStateException("answered with " + status);
      }
    }
  }

  private int send(String method, URI uri, Optional<SecretBytes> body, Call call) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + call.session().token().withText(text -> text));
    body.ifPresent(sent -> headers.put("Content-Type", "application/json"));
    BackendHttp.Request request = new BackendHttp.Request(method, uri, headers, body, 1 << 20);
    try (BackendHttp.Answer answer = done(http.send(request, call.deadline()))) {
      return answer.status();
    }
  }

  protected static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Failed<T>(Failure failure) ->
          throw new IllegalStateException("failed " + failure);
    };
  }

  @Override
  public void close() {
    keys.forEach(this::remove);
    hand.ifPresent(ProviderClient::close);
    http.close();
  }
}
