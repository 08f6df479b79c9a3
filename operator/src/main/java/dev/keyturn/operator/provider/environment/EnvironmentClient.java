package dev.keyturn.operator.provider.environment;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.KeyLister;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.LoginlessClient;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.ValueShape;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks a variable up by the prefix of its store and a key: no other name is ever asked for. */
final class EnvironmentClient extends LoginlessClient {
  /** What Kubernetes accepts as the name of a variable. */
  private static final Pattern KEY = Pattern.compile("[-._A-Za-z0-9]+");

  private static final int LARGEST = 2 * 1024 * 1024;

  private final Map<String, String> variables;
  private final String prefix;

  EnvironmentClient(Map<String, String> variables, String prefix, InstantSource clock) {
    super(clock);
    this.variables = variables;
    this.prefix = prefix;
  }

  @Override
  public Outcome<RemoteValue> read(RemoteRef ref, Call call) {
    if (call.deadline().passed()) {
      return Outcome.failed(FailureClass.Timeout);
    }
    if (!KEY.matcher(ref.key()).matches()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
    }
    if (ref.version().isPresent()) {
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.BACKEND_LIMIT);
    }
    @Nullable String text = variables.get(prefix + ref.key());
    return text == null ? Outcome.failed(FailureClass.NotFound) : value(text);
  }

  @Override
  public Optional<Lister> lister() {
    return Optional.of(
        new KeyLister(
            variables.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(key -> KEY.matcher(key).matches())
                .toList()));
  }

  private static Outcome<RemoteValue> value(String text) {
    SecretBytes payload = SecretBytes.ofText(text);
    if (payload.size() > LARGEST) {
      payload.close();
      return Outcome.failed(FailureClass.InvalidData, FailureDetail.TOO_LARGE);
    }
    return Outcome.ok(new RemoteValue(payload, ValueShape.of(text), Optional.empty(), Map.of()));
  }
}
