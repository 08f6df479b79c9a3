package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.vault.VaultOperation.VersionChange;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Single requests to a key-value mount of version 2, for what changes it. */
final class KeyValueCalls {
  private final String mount;
  private final Optional<String> namespace;
  private final VaultTransport transport;
  private final StatusMeaning meaning;

  /** To a mount whose path is encoded. */
  KeyValueCalls(
      String mount, Optional<String> namespace, VaultTransport transport, StatusMeaning meaning) {
    this.mount = mount;
    this.namespace = namespace;
    this.transport = transport;
    this.meaning = meaning;
  }

  /** The newest version, as the server answers. */
  <T> Outcome<T> read(String key, Call call, Function<Answer, Outcome<T>> reading) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.ReadV2(
                mount,
                encoded(key),
                OptionalInt.empty(),
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call,
            reading));
  }

  /** What the metadata of a key say, be it without a version; empty where there are none. */
  <T> Outcome<Optional<T>> metadata(String key, Call call, Function<SecretBytes, T> reading) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.MetadataV2(
                mount, encoded(key), call.session().token(), namespace, VaultClient.auditId(call)),
            call,
            answer -> {
              if (answer.status() == 200) {
                return Outcome.ok(Optional.of(reading.apply(answer.body())));
              }
              Failure failure = meaning.of(answer);
              return failure.kind() == FailureClass.NotFound
                      && failure.detail() == FailureDetail.NONE
                  ? Outcome.ok(Optional.empty())
                  : Outcome.failed(failure);
            }));
  }

  /**
   * Writes the version after {@code cas}.
   *
   * @param payload stays the caller's
   * @param lost what a race that was lost is called
   */
  Outcome<VersionStamp> write(
      String key, SecretBytes payload, long cas, FailureDetail lost, Call call) {
    return VaultClient.edge(() -> {
      try (SecretBytes object = StrictJson.read(payload, StrictJson::compactObject)) {
        return send(
            new VaultOperation.WriteV2(
                mount,
                encoded(key),
                cas,
                object,
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call,
            answer -> written(answer, lost));
      }
    });
  }

  /** Replaces {@code custom_metadata}. */
  Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.TagV2(
                mount,
                encoded(key),
                tags,
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call,
            this::done));
  }

  /** Changes one version; the server says that it worked also where there is no such version. */
  Outcome<Done> change(VersionChange change, String key, long version, Call call) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.ChangeV2(
                change,
                mount,
                encoded(key),
                version,
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call,
            this::done));
  }

  /** A key as a path; NAME_ILLEGAL where it can be none of this engine. */
  static String encoded(String key) {
    return VaultPath.encode(key)
        .filter(path -> !StaticRolePath.isMeant(key))
        .orElseThrow(() -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
  }

  private <T> Outcome<T> send(
      VaultOperation operation, Call call, Function<Answer, Outcome<T>> reading) {
    return transport
        .send(operation, call.deadline())
        .then(answer -> {
          try (answer) {
            return reading.apply(answer);
          }
        });
  }

  private Outcome<VersionStamp> written(Answer answer, FailureDetail lost) {
    if (answer.status() == 200) {
      try {
        return Outcome.ok(WrittenBody.read(answer.body()));
      } catch (WireProblem unreadable) {
        // It was written, or a proxy says so; which version it got only a look can tell.
        return Outcome.failed(
            unreadable.failure().withStatus(answer.status()).withMayHaveApplied(true));
      }
    }
    boolean mismatch =
        answer.status() == 400
            && ErrorList.read(answer.body()).map(ErrorList::casMismatch).orElse(false);
    return Outcome.failed(
        mismatch
            ? Failure.of(FailureClass.Conflict, lost).withStatus(answer.status())
            : unknown(answer));
  }

  private Outcome<Done> done(Answer answer) {
    boolean success = answer.status() == 200 || answer.status() == 204;
    return success && HttpMeaning.isOfAnApi(answer)
        ? Outcome.ok(new Done())
        : Outcome.failed(unknown(answer));
  }

  /** A proxy's or server's own fault does not say whether the write took place before it. */
  private Failure unknown(Answer answer) {
    return HttpMeaning.ofWrite(meaning.of(answer), answer);
  }
}
