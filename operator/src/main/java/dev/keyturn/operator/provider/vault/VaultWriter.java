package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.vault.VaultConfig.KeyValueVersion;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.Place;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Writes to a key-value mount of version 2: values by check-and-set, the owner's mark in {@code
 * custom_metadata}, deletions of one version alone.
 */
final class VaultWriter implements Writer {
  private final String server;
  private final String mount;
  private final Optional<String> namespace;
  private final VaultTransport transport;
  private final StatusMeaning meaning;

  VaultWriter(
      URI server,
      String mount,
      Optional<String> namespace,
      VaultTransport transport,
      StatusMeaning meaning) {
    this.server = Place.address(server);
    this.mount = mount;
    this.namespace = namespace;
    this.transport = transport;
    this.meaning = meaning;
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.ReadV2(
                mount,
                encoded(key),
                OptionalInt.empty(),
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call.deadline(),
            this::standing));
  }

  @Override
  public Optional<String> place(String key) {
    // A namespace is a path before that of the mount, however the two share it.
    return Place.of(() ->
        "vault "
            + server
            + "/"
            + namespace.map(VaultWriter::before).orElse("")
            + mount
            + "/"
            + encoded(key));
  }

  private static String before(String namespace) {
    String trimmed = namespace.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? "" : trimmed + "/";
  }

  /**
   * The mark first. A write of {@code custom_metadata} knows no condition, so it is looked at what
   * stands there right before, and if somebody came in between all the same, his secret gets its
   * metadata back: one that a write of data made is as old as its first version, one that our mark
   * made is older.
   */
  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    if (tags.isEmpty()) {
      return write(key, payload, 0, FailureDetail.ALREADY_EXISTS, call);
    }
    return known(key, call)
        .then(before -> {
          if (before.isWritten()) {
            return Outcome.failed(FailureClass.Conflict, FailureDetail.ALREADY_EXISTS);
          }
          Map<String, String> all = new HashMap<>(before.tags());
          all.putAll(tags);
          call.another();
          Outcome<VersionStamp> made =
              tag(key, all, call).then(marked -> createMarked(key, payload, call));
          if (made instanceof Outcome.Failed<VersionStamp>(Failure failure)
              && failure.detail() == FailureDetail.ALREADY_EXISTS
              && beganWithData(key, call)) {
            call.another();
            return tag(key, before.tags(), call).then(undone -> made);
          }
          return made;
        });
  }

  private Outcome<VersionStamp> createMarked(String key, SecretBytes payload, Call call) {
    call.another();
    return write(key, payload, 0, FailureDetail.ALREADY_EXISTS, call);
  }

  /** Whether somebody else came in between. */
  private boolean beganWithData(String key, Call call) {
    call.another();
    return known(key, call).map(MetadataBody.Key::beganWithData)
            instanceof Outcome.Ok(Boolean theirs)
        && theirs;
  }

  /** What stands in the metadata, be it without a version. */
  private Outcome<MetadataBody.Key> known(String key, Call call) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.MetadataV2(
                mount, encoded(key), call.session().token(), namespace, VaultClient.auditId(call)),
            call.deadline(),
            answer -> {
              if (answer.status() == 200) {
                return Outcome.ok(MetadataBody.key(answer.body()));
              }
              Failure failure = meaning.of(answer);
              return failure.kind() == FailureClass.NotFound
                      && failure.detail() == FailureDetail.NONE
                  ? Outcome.ok(MetadataBody.Key.NONE)
                  : Outcome.failed(failure);
            }));
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return write(key, payload, number(newest), FailureDetail.CAS_MISMATCH, call);
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.TagV2(
                mount,
                encoded(key),
                tags,
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call.deadline(),
            this::done));
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return VaultClient.edge(() ->
        send(
            new VaultOperation.DeleteV2(
                mount,
                encoded(key),
                number(version),
                call.session().token(),
                namespace,
                VaultClient.auditId(call)),
            call.deadline(),
            this::done));
  }

  private Outcome<VersionStamp> write(
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
            call.deadline(),
            answer -> written(answer, lost));
      }
    });
  }

  private <T> Outcome<T> send(
      VaultOperation operation, Deadline deadline, Function<Answer, Outcome<T>> reading) {
    return transport
        .send(operation, deadline)
        .then(answer -> {
          try (answer) {
            return reading.apply(answer);
          }
        });
  }

  private Outcome<Standing> standing(Answer answer) {
    if (answer.status() != 200 && answer.status() != 404) {
      return Outcome.failed(meaning.of(answer));
    }
    KeyValueBody body = KeyValueBody.read(answer.body(), KeyValueVersion.V2);
    Optional<KeyValueBody.Metadata> metadata = body.metadata();
    if (metadata.isPresent() && body.value().isPresent()) {
      return Outcome.ok(
          new Standing.Present(
              new RemoteValue(
                  body.value().get(),
                  RemoteValue.Shape.JSON_OBJECT,
                  Optional.of(metadata.get().stamp()),
                  metadata.get().tags())));
    }
    body.close();
    if (metadata.isPresent() && body.dataSeen()) {
      return Outcome.ok(new Standing.Gone(metadata.get().stamp(), metadata.get().tags()));
    }
    Failure missing = StatusMeaning.notFound(body.errors());
    return missing.equals(Failure.of(FailureClass.NotFound)) && answer.status() == 404
        ? Outcome.ok(new Standing.Absent())
        : Outcome.failed(missing.withStatus(answer.status()));
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

  private static String encoded(String key) {
    return VaultPath.encode(key)
        .filter(path -> !StaticRolePath.isMeant(key))
        .orElseThrow(() -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
  }

  private static long number(VersionStamp version) {
    return Long.parseLong(version.id());
  }
}
