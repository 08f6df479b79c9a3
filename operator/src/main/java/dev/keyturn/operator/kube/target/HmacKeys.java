package dev.keyturn.operator.kube.target;

import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.MacKeys;
import dev.keyturn.operator.kube.client.Answers;
import dev.keyturn.operator.kube.client.ApiAnswer;
import dev.keyturn.operator.kube.client.ApiCall;
import dev.keyturn.operator.kube.client.ApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The key of all hashes: Secret {@value #SECRET} in the operator's own namespace, made once by
 * whoever comes first.
 */
public final class HmacKeys {
  public static final String SECRET = "keyturn-hmac";

  private static final String CURRENT = "current";
  private static final String PREVIOUS = "previous";

  private final ApiServer api;
  private final SecureRandom random;
  private final String namespace;

  /**
   * @param namespace of the operator
   */
  public HmacKeys(ApiServer api, SecureRandom random, String namespace) {
    this.api = api;
    this.random = random;
    this.namespace = namespace;
  }

  /** What came of loading the keys. */
  public sealed interface Loaded {
    record Ready(MacKeys keys) implements Loaded {}

    /** The Secret is there and holds no key of {@value MacKey#BYTES} bytes: a person must look. */
    record Malformed() implements Loaded {}

    /** The operator's role does not allow it. */
    record Forbidden() implements Loaded {}

    /** Try again. */
    record Unavailable() implements Loaded {}
  }

  /** Reads the keys, and makes them where there are none. */
  public Loaded load() {
    return read().or(this::create).or(this::read).orElseGet(Loaded.Unavailable::new);
  }

  /** Empty where there is no such Secret. */
  private Optional<Loaded> read() {
    return switch (api.send(ApiCall.get(LiveSecrets.path(namespace, SECRET)))) {
      case ApiAnswer.Success(_, byte[] body) -> Optional.of(parse(body));
      case ApiAnswer.Refused(var refusal) when refusal.code() == 404 -> Optional.empty();
      case ApiAnswer.Refused(_) -> Optional.of(new Loaded.Forbidden());
      case ApiAnswer.Unavailable(_, _) -> Optional.of(new Loaded.Unavailable());
    };
  }

  /** Empty where another replica was first: its key is the one. */
  private Optional<Loaded> create() {
    byte[] key = new byte[MacKey.BYTES];
    random.nextBytes(key);
    byte[] body = body(key);
    String path = LiveSecrets.path(namespace, SECRET);
    ApiAnswer answer = api.send(ApiCall.apply(path, FieldManagers.OPERATOR, false, body));
    Arrays.fill(body, (byte) 0);
    Arrays.fill(key, (byte) 0);
    return switch (answer) {
      case ApiAnswer.Success(_, byte[] created) -> Optional.of(parse(created));
      case ApiAnswer.Refused(var refusal) when refusal.code() == 409 -> Optional.empty();
      case ApiAnswer.Refused(_) -> Optional.of(new Loaded.Forbidden());
      case ApiAnswer.Unavailable(_, _) -> Optional.of(new Loaded.Unavailable());
    };
  }

  private static byte[] body(byte[] key) {
    String head =
        """
        {"apiVersion":"v1","kind":"Secret","type":"Opaque","immutable":false,\
        "metadata":{"name":"%s","resourceVersion":"1"},"data":{"current":"%s"}}\
        """
            .formatted(SECRET, Base64.getEncoder().encodeToString(key));
    return head.getBytes(StandardCharsets.UTF_8);
  }

  private static Loaded parse(byte[] body) {
    Map<String, String> data =
        Answers.read(body, Secret.class).map(Secret::getData).orElseGet(Map::of);
    Optional<MacKey> current = key(data, CURRENT);
    if (current.isEmpty() || (data.containsKey(PREVIOUS) && key(data, PREVIOUS).isEmpty())) {
      return new Loaded.Malformed();
    }
    return new Loaded.Ready(new MacKeys(current.get(), key(data, PREVIOUS)));
  }

  private static Optional<MacKey> key(Map<String, String> data, String name) {
    return Optional.ofNullable(data.get(name))
        .map(Base64.getDecoder()::decode)
        .filter(bytes -> bytes.length == MacKey.BYTES)
        .map(MacKey::of);
  }
}
