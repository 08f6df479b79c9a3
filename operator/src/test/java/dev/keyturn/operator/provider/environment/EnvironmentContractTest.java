package dev.keyturn.operator.provider.environment;

import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.NoHttp;
import dev.keyturn.operator.provider.testkit.ProviderContract;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.proof.Backend;
import dev.keyturn.proof.CannotOccur;
import dev.keyturn.proof.OnBackend;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

@OnBackend(value = Backend.ENVIRONMENT, leaves = "V9")
@CannotOccur(
    value = {"V3", "V13", "V14", "V16", "V18", "V19", "V20", "V21"},
    why = "a variable is read from the process, not over a network")
@CannotOccur(
    value = {"V5", "V6", "V7"},
    why = "a process has neither a login nor rights to its own variables")
@CannotOccur(value = "V10", why = "a variable has no versions")
@CannotOccur(value = "V15", why = "a variable is text, also where it looks like JSON")
final class EnvironmentContractTest extends ProviderContract {

  @Override
  protected ContractBackend newBackend() {
    return new Variables();
  }

  /** The variables of a process, which in a test may change. */
  private static final class Variables implements ContractBackend {
    private static final String PREFIX = "APP_";
    private static final Pattern NO_KEY = Pattern.compile("[^A-Za-z0-9_.-]");

    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final EnvironmentProviderFactory factory =
        new EnvironmentProviderFactory(InstantSource.system(), variables);

    @Override
    public ProviderClient open() {
      return factory.open(new EnvironmentConfig(PREFIX), Credentials.none(), new NoHttp());
    }

    @Override
    public String key(String name) {
      return NO_KEY.matcher(name).replaceAll(Variables::spelt);
    }

    private static String spelt(MatchResult character) {
      return "." + Integer.toHexString(character.group().charAt(0)) + ".";
    }

    @Override
    public Map<Trait, String> lacks() {
      String process = "a process has neither logins nor rights to its own variables";
      String versions = "a variable has no versions";
      Map<Trait, String> lacks = new EnumMap<>(Trait.class);
      lacks.put(Trait.BATCH, "a variable is read, not asked");
      lacks.put(Trait.VERSION_ALONE, "a variable has no versions");
      lacks.put(Trait.LEASE, "it makes no credentials");
      lacks.put(Trait.VERSION_STATES, "a variable has no versions");
      lacks.put(Trait.WIRE, "a variable is read, not asked");
      lacks.put(Trait.WIRE_LOGIN, "a variable is read, not asked");
      lacks.put(Trait.BYTES, "a variable is text");
      lacks.put(Trait.RAW_JSON, "a variable is text, also where it looks like JSON");
      lacks.put(Trait.VERSION, versions);
      lacks.put(Trait.HISTORY, versions);
      lacks.put(Trait.SOFT_DELETE, versions);
      lacks.put(Trait.DESTROY, versions);
      lacks.put(Trait.DISABLE, versions);
      lacks.put(Trait.TAGS, "a variable has no tags");
      lacks.put(Trait.FOLDERS, "the name of a variable has no slashes");
      lacks.put(Trait.CONTAINER, "a process always has an environment");
      lacks.put(Trait.WRITE, "variables are read only");
      lacks.put(Trait.LOGIN, process);
      lacks.put(Trait.RENEWAL, process);
      lacks.put(Trait.RIGHTS, process);
      return lacks;
    }

    @Override
    public List<RefusedConfig> refusedConfigs() {
      return List.of(
          refused("no prefix", ""),
          refused("every variable with an underscore in front", "_"),
          refused("half a word", "APP"),
          refused("a character that no name has", "kt-canary-7f3a_"),
          refused("too long", "A".repeat(64) + "_"));
    }

    private RefusedConfig refused(String what, String prefix) {
      return new RefusedConfig(
          what,
          factory.check(new EnvironmentConfig(prefix)),
          "provider.env.prefix",
          FailureDetail.FIELD);
    }

    @Override
    public void putObject(String key, String json) {
      variables.put(PREFIX + key, json);
    }

    @Override
    public void putText(String key, String text) {
      putObject(key, text);
    }

    @Override
    public void remove(String key) {
      variables.remove(PREFIX + key);
    }

    @Override
    public void close() {}
  }
}
