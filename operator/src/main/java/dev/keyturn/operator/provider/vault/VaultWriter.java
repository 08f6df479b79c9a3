package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
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
import dev.keyturn.operator.provider.vault.VaultOperation.VersionChange;
import dev.keyturn.operator.provider.wire.Place;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes to a key-value mount of version 2: values by check-and-set, the owner's mark in {@code
 * custom_metadata}, deletions of one version alone.
 */
final class VaultWriter implements Writer {
  private final String server;
  private final String mount;
  private final Optional<String> namespace;
  private final StatusMeaning meaning;
  private final KeyValueCalls calls;

  VaultWriter(
      URI server,
      String mount,
      Optional<String> namespace,
      VaultTransport transport,
      StatusMeaning meaning) {
    this.server = Place.address(server);
    this.mount = mount;
    this.namespace = namespace;
    this.meaning = meaning;
    this.calls = new KeyValueCalls(mount, namespace, transport, meaning);
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return calls.read(key, call, this::standing);
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
            + KeyValueCalls.encoded(key));
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
      return calls.write(key, payload, 0, FailureDetail.ALREADY_EXISTS, call);
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
    return calls.write(key, payload, 0, FailureDetail.ALREADY_EXISTS, call);
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
    return calls
        .metadata(key, call, MetadataBody::key)
        .map(found -> found.orElse(MetadataBody.Key.NONE));
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return calls.write(key, payload, number(newest), FailureDetail.CAS_MISMATCH, call);
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return calls.tag(key, tags, call);
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return calls.change(VersionChange.DELETE, key, number(version), call);
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

  private static long number(VersionStamp version) {
    return Long.parseLong(version.id());
  }
}
