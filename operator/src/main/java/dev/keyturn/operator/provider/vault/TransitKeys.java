package dev.keyturn.operator.provider.vault;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RotateNow;
import dev.keyturn.operator.provider.RotationState;
import dev.keyturn.operator.provider.RotationTicket;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys of the engine {@code transit}, which never leave Vault: {@code transit:<mount>/keys/<name>}.
 * A rotation adds a version, and is known by the number that was the newest before it. What older
 * versions encrypted can still be decrypted: {@code min_decryption_version} stays as it is.
 */
final class TransitKeys implements RotateNow {
  private static final String CLASS = "transit:";
  private static final Pattern PATH = Pattern.compile(".+/keys/[^/]+");

  private final EngineCalls calls;

  TransitKeys(EngineCalls calls) {
    this.calls = calls;
  }

  static boolean isMeant(String key) {
    return key.startsWith(CLASS);
  }

  @Override
  public Outcome<VersionStamp> newest(String key, Call call) {
    return VaultClient.edge(() -> calls.ask(path(key), call, TransitKeys::latest));
  }

  @Override
  public Outcome<RotationTicket> start(RemoteRef ref, String rotationId, Call call) {
    return VaultClient.edge(() -> {
      String path = path(ref.key());
      if (ref.version().isEmpty()) {
        return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
      }
      RotationTicket ticket = new RotationTicket(ref, rotationId, Optional.empty());
      return calls
          .ask(path, call, TransitKeys::latest)
          .then(newest ->
              ref.version().equals(Optional.of(newest.id()))
                  ? calls.order(path + "/rotate", call).map(done -> ticket)
                  : Outcome.ok(ticket));
    });
  }

  @Override
  public Outcome<RotationState> state(RotationTicket ticket, Call call) {
    return newest(ticket.ref().key(), call)
        .map(newest ->
            ticket.ref().version().equals(Optional.of(newest.id()))
                ? new RotationState.Pending()
                : new RotationState.Done(newest));
  }

  private static String path(String key) {
    Matcher path = PATH.matcher(isMeant(key) ? key.substring(CLASS.length()) : "");
    return Optional.of(path)
        .filter(Matcher::matches)
        .flatMap(found -> VaultPath.encode(found.group()))
        .orElseThrow(() -> new WireProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL));
  }

  private static VersionStamp latest(SecretBytes body) {
    return StrictJson.read(
        body,
        json -> {
          Reader reader = new Reader();
          json.object(name -> {
            if (name.equals("data") && !json.isNull()) {
              json.object(member -> reader.member(member, json));
            } else {
              json.skip();
            }
          });
          return reader.stamp();
        });
  }

  private static final class Reader {
    private long latest;

    void member(String name, StrictJson json) {
      if (name.equals("latest_version")) {
        latest = json.whole();
      } else {
        json.skip();
      }
    }

    VersionStamp stamp() {
      if (latest < 1) {
        throw WireProblem.invalid();
      }
      return new VersionStamp(Long.toString(latest), true, Optional.empty());
    }
  }
}
