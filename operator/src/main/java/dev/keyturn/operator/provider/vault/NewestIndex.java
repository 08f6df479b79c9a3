package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of the server's storage that an answer spoke of ({@code X-Vault-Index}).
 *
 * <p>The header is base64 of {@code v1:<cluster>:<local index>:<replicated index>:<mac>}, as
 * Vault's own client reads it ({@code ParseReplicationState} of its package {@code api}). It goes
 * back as it came. Thread-safe.
 */
final class NewestIndex {
  private static final Pattern STATE =
      Pattern.compile("v1:(?<cluster>[^:]*):(?<local>[0-9]{1,18}):(?<replicated>[0-9]{1,18}):.*");

  /** Longer than any index; it is sent back with every request. */
  private static final int LONGEST = 1024;

  private final AtomicReference<@Nullable State> newest = new AtomicReference<>();

  /** A state, with the text that it was told by. */
  private record State(String text, String cluster, long local, long replicated) {
    /** Another cluster counts anew: what it says replaces what the old one said. */
    boolean isOlderThan(State other) {
      return !cluster.equals(other.cluster)
          || local <= other.local && replicated <= other.replicated;
    }
  }

  /** Takes an answer's header; one that is no index is left alone. */
  void saw(String header) {
    parse(header)
        .ifPresent(state ->
            newest.accumulateAndGet(
                state, (kept, seen) -> kept == null || kept.isOlderThan(state) ? seen : kept));
  }

  Optional<String> newest() {
    return Optional.ofNullable(newest.get()).map(State::text);
  }

  private static Optional<State> parse(String header) {
    if (header.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      Matcher state = STATE.matcher(new String(Base64.getDecoder().decode(header), UTF_8));
      return state.matches()
          ? Optional.of(
              new State(
                  header,
                  state.group("cluster"),
                  Long.parseLong(state.group("local")),
                  Long.parseLong(state.group("replicated"))))
          : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}
