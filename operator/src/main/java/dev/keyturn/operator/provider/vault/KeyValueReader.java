package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads of one key-value mount. */
final class KeyValueReader {
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  private final VaultConfig config;
  private final String mount;
  private final StatusMeaning meaning;
  private final BiFunction<VaultOperation, Call, Outcome<Answer>> send;

  KeyValueReader(
      VaultConfig config,
      String mount,
      StatusMeaning meaning,
      BiFunction<VaultOperation, Call, Outcome<Answer>> send) {
    this.config = config;
    this.mount = mount;
    this.meaning = meaning;
    this.send = send;
  }

  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    return send.apply(operation(ref, call), call)
        .then(answer -> {
          try (answer) {
            return value(answer, ref);
          }
        });
  }

  private VaultOperation operation(RemoteRef ref, Call call) {
    String key =
        VaultPath.encode(ref.key())
            .orElseThrow(
                () -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
    SecretBytes token = call.session().token();
    String auditId = VaultClient.auditId(call);
    if (config.version() == KeyValueVersion.V2) {
      return new VaultOperation.ReadV2(
          mount, key, version(ref), token, config.namespace(), auditId);
    }
    if (ref.version().isPresent()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return new VaultOperation.ReadV1(mount, key, token, config.namespace(), auditId);
  }

  /** Whether a version can have this id. */
  static boolean isVersion(String id) {
    return VERSION.matcher(id).matches();
  }

  private static OptionalInt version(RemoteRef ref) {
    if (ref.version().isEmpty()) {
      return OptionalInt.empty();
    }
    String version = ref.version().get();
    if (!isVersion(version)) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    return OptionalInt.of(Integer.parseInt(version));
  }

  private Outcome<RemoteValue> value(Answer answer, RemoteRef ref) {
    return switch (answer.status()) {
      case 200 -> Outcome.ok(value(KeyValueBody.read(answer.body(), config.version()), ref));
      case 404 -> Outcome.failed(missing(answer));
      default -> Outcome.failed(meaning.of(answer));
    };
  }

  private RemoteValue value(KeyValueBody body, RemoteRef ref) {
    SecretBytes payload =
        body.value()
            .orElseThrow(() ->
                new WireProblem(
                    FailureClass.InvalidData,
                    body.dataSeen() ? FailureDetail.EMPTY : FailureDetail.NONE));
    Optional<VersionStamp> stamp = body.metadata().map(KeyValueBody.Metadata::stamp);
    boolean stampFits =
        switch (config.version()) {
          case V1 -> stamp.isEmpty();
          case V2 -> stamp.isPresent() && ref.version().map(stamp.get().id()::equals).orElse(true);
        };
    if (!stampFits) {
      payload.close();
      throw WireProblem.invalid();
    }
    Map<String, String> tags = body.metadata().map(KeyValueBody.Metadata::tags).orElse(Map.of());
    return new RemoteValue(payload, RemoteValue.Shape.JSON_OBJECT, stamp, tags);
  }

  /** Vault answers 404 with the metadata for a version that is deleted or destroyed. */
  private Failure missing(Answer answer) {
    Failure failure;
    try (KeyValueBody body = KeyValueBody.read(answer.body(), config.version())) {
      boolean gone = body.dataSeen() && body.value().isEmpty();
      failure =
          body.metadata()
              .filter(metadata -> gone)
              .map(KeyValueReader::deleted)
              .orElseGet(() -> StatusMeaning.notFound(body.errors()));
    } catch (WireProblem foreign) {
      failure = Failure.of(FailureClass.Unavailable);
    }
    return failure.withStatus(answer.status());
  }

  private static Failure deleted(KeyValueBody.Metadata metadata) {
    return Failure.of(
        FailureClass.SourceDeleted,
        metadata.destroyed() ? FailureDetail.DESTROYED : FailureDetail.SOFT_DELETED);
  }
}
