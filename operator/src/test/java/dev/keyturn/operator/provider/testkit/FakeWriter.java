package dev.keyturn.operator.provider.testkit;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import dev.keyturn.operator.provider.testkit.FakeBackend.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Writes to a {@link FakeBackend}. */
final class FakeWriter implements Writer {
  private final FakeBackendClient client;
  private final FakeBackend backend;

  FakeWriter(FakeBackendClient client, FakeBackend backend) {
    this.client = client;
    this.backend = backend;
  }

  @Override
  public Optional<Duration> spacing() {
    return backend.spacing();
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return client.guarded(
        Operation.LOOK,
        key,
        call,
        () ->
            backend.storage.versions(key) > 0
                    && backend.laggingLooks.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? Outcome.ok(new Standing.Absent())
                : backend.storage.look(key));
  }

  @Override
  public Optional<String> place(String key) {
    return backend.tellsPlaces() ? Optional.of(backend + " " + key) : Optional.empty();
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    return client.change(
        key,
        call,
        () -> {
          Outcome<VersionStamp> written =
              backend.storage.write(
                  key, payload.with(byte[]::clone), 0, FailureDetail.ALREADY_EXISTS);
          if (written instanceof Outcome.Ok<VersionStamp>) {
            backend.storage.tag(key, tags);
          }
          return written;
        });
  }

  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return client.change(
        key,
        call,
        () ->
            backend.storage.write(
                key,
                payload.with(byte[]::clone),
                Integer.parseInt(newest.id()),
                FailureDetail.CAS_MISMATCH));
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> tags, Call call) {
    return client.change(
        key,
        call,
        () -> {
          backend.storage.tag(key, tags);
          return Outcome.ok(new Done());
        });
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return client.change(
        key,
        call,
        () -> {
          backend.storage.delete(key, Integer.parseInt(version.id()));
          return Outcome.ok(new Done());
        });
  }
}
