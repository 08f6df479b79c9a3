package dev.keyturn.operator.provider.environment;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes clients of environment variables; they use neither credentials nor HTTP. */
public final class EnvironmentProviderFactory implements ProviderFactory<EnvironmentConfig> {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}_");

  private final InstantSource clock;
  private final Map<String, String> variables;

  /**
   * With the variables of the process.
   *
   * @param variables looked up at each read and never copied
   */
  public EnvironmentProviderFactory(InstantSource clock, Map<String, String> variables) {
    this.clock = clock;
    this.variables = variables;
  }

  @Override
  public List<ConfigProblem> check(EnvironmentConfig config) {
    return PREFIX.matcher(config.prefix()).matches()
        ? List.of()
        : List.of(
            new ConfigProblem(
                "provider.env.prefix",
                FailureDetail.FIELD,
                "must be a letter, then letters, digits and underscores, and end with an"
                    + " underscore"));
  }

  @Override
  public ProviderClient open(EnvironmentConfig config, Credentials credentials, BackendHttp http) {
    return new EnvironmentClient(variables, config.prefix(), clock);
  }
}
