package dev.keyturn.operator.provider.infisical;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.StrictJson;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one secret in one request. */
final class SecretReader {
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  private final InfisicalConfig config;
  private final InfisicalCalls calls;
  private final AnswerMeaning meaning;

  SecretReader(InfisicalConfig config, InfisicalCalls calls, AnswerMeaning meaning) {
    this.config = config;
    this.calls = calls;
    this.meaning = meaning;
  }

  Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    SecretPlace place = SecretPlace.of(config.path(), ref.key());
    Optional<String> version = ref.version();
    if (version.isPresent() && !VERSION.matcher(version.get()).matches()) {
      throw new WireProblem(FailureClass.InvalidData, FailureDetail.FIELD);
    }
    // Of a version that the folder does not have, the server would hand over an import's newest.
    Reading reading = new Reading(place, version, version.isEmpty(), config.expandReferences());
    return read(reading, call, entry -> value(entry, reading));
  }

  /**
   * What is asked for.
   *
   * @param imports whether a secret that the folder imports will do
   * @param expand whether references to other secrets are replaced by their values
   */
  record Reading(SecretPlace place, Optional<String> version, boolean imports, boolean expand) {}

  /** The entry is the receiver's. */
  <T> Outcome<T> read(Reading reading, Call call, Function<SecretEntry, Outcome<T>> receiver) {
    Access access = Access.of(call.session());
    Map<String, String> query =
        SecretQuery.of(
            access.project(),
            config.environment(),
            reading.place().folder(),
            reading.expand(),
            reading.imports());
    reading.version().ifPresent(number -> query.put("version", number));
    return calls.get(
        "/v4/secrets/" + Percent.encode(reading.place().name()),
        query,
        access,
        InfisicalCalls.VALUE_LIMIT,
        call.deadline(),
        answer ->
            answer.status() == 200
                ? receiver.apply(entry(answer, reading))
                : Outcome.failed(meaning.of(answer)));
  }

  private static SecretEntry entry(Answer answer, Reading reading) {
    SecretEntry entry = secret(answer.body()).orElseThrow(WireProblem::invalid);
    boolean asked =
        entry.name().equals(reading.place().name())
            && reading.version().map(Long.toString(entry.version())::equals).orElse(true);
    if (!asked) {
      entry.close();
      throw WireProblem.invalid();
    }
    return entry;
  }

  private Outcome<RemoteValue> value(SecretEntry entry, Reading reading) {
    boolean own =
        entry.folder().map(reading.place().folder()::equals).orElse(false)
            && entry.environment().map(config.environment()::equals).orElse(false);
    return entry.read(own);
  }

  /** The member {@code secret}; empty where a change waits for somebody's approval instead. */
  static Optional<SecretEntry> secret(SecretBytes body) {
    List<SecretEntry> found = new ArrayList<>(1);
    try {
      return StrictJson.read(
          body,
          json -> {
            boolean[] approval = new boolean[1];
            json.object(name -> {
              switch (name) {
                case "secret" -> found.add(SecretEntry.read(json));
                case "approval" -> {
                  approval[0] = true;
                  json.skip();
                }
                default -> json.skip();
              }
            });
            if (found.isEmpty() && !approval[0]) {
              throw WireProblem.invalid();
            }
            return found.stream().findFirst();
          });
    } catch (WireProblem problem) {
      found.forEach(SecretEntry::close);
      throw problem;
    }
  }
}
