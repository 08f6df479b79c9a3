package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.Standing;
import java.util.Optional;

/** Looks at what stands at a name: the secret, else what was deleted there. */
final class SecretStanding {
  private final VaultCalls calls;
  private final Meaning meaning;

  SecretStanding(VaultCalls calls, Meaning meaning) {
    this.calls = calls;
    this.meaning = meaning;
  }

  /** What was found, with all that the service says of it. */
  sealed interface Found extends AutoCloseable {
    record Nothing() implements Found {
      @Override
      public Standing standing(String key) {
        return new Standing.Absent();
      }

      @Override
      public void close() {}
    }

    record Alive(SecretBundle bundle) implements Found {
      @Override
      public Standing standing(String key) {
        return new Standing.Present(bundle.valueOf(key, Optional.empty()));
      }

      @Override
      public void close() {
        bundle.close();
      }
    }

    record Deleted(SecretBundle bundle) implements Found {
      @Override
      public Standing standing(String key) {
        return new Standing.Gone(bundle.stampOf(key), bundle.tags());
      }

      @Override
      public void close() {
        bundle.close();
      }
    }

    /** The same in the words of every backend; takes the value over. */
    Standing standing(String key);

    @Override
    void close();
  }

  static String deletedPath(String key) {
    return SecretName.path(key).replace("/secrets/", "/deletedsecrets/");
  }

  Outcome<Found> look(String key, Call call) {
    Outcome<Optional<Found>> alive =
        calls.get(
            SecretName.path(key),
            call,
            answer -> found(answer).map(it -> it.map(Found.Alive::new)));
    return alive.then(found -> found.map(Outcome::ok).orElseGet(() -> deleted(key, call)));
  }

  /** What was deleted at a name where the secret is not; never the first request of its call. */
  Outcome<Found> deleted(String key, Call call) {
    call.another();
    return calls.get(
        deletedPath(key),
        call,
        answer ->
            found(answer)
                .map(it -> it.<Found>map(Found.Deleted::new).orElseGet(Found.Nothing::new)));
  }

  /** Empty for a name that the service says is not there. */
  private Outcome<Optional<SecretBundle>> found(Answer answer) {
    if (answer.status() == 200) {
      return Outcome.ok(Optional.of(SecretBundle.read(answer.body())));
    }
    Failure failure = meaning.of(answer);
    return Meaning.isAbsence(failure) ? Outcome.ok(Optional.empty()) : Outcome.failed(failure);
  }
}
