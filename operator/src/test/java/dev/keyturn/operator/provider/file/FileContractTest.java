package dev.keyturn.operator.provider.file;

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
import dev.keyturn.proof.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

@OnBackend(Backend.FILE)
@CannotOccur(
    value = {"V3", "V13", "V14", "V16", "V18", "V19", "V20", "V21"},
    why = "a file is read from a volume, not over a network")
@CannotOccur(
    value = {"V5", "V6", "V7"},
    why = "a volume has no login, and rights to it are those of the whole store")
@CannotOccur(value = "V10", why = "a file has its newest version alone")
@Proves("P002")
final class FileContractTest extends ProviderContract {
  @TempDir private Path folder;
  private int files;

  @Override
  protected ContractBackend newBackend() {
    files++;
    return new JsonFile(folder, "secrets-" + files + ".json");
  }

  /** One JSON file, written anew for each change. */
  private static final class JsonFile implements ContractBackend {
    private final FileProviderFactory factory = new FileProviderFactory(InstantSource.system());
    private final Path root;
    private final String name;
    private final Map<String, String> members = new LinkedHashMap<>();
    private Instant modified = Instant.parse("2026-01-01T00:00:00Z");

    JsonFile(Path root, String name) {
      this.root = root;
      this.name = name;
      putObject("first", "{\"v\":\"0\"}");
    }

    @Override
    public ProviderClient open() {
      return factory.open(new FileConfig(root, name), Credentials.none(), new NoHttp());
    }

    @Override
    public Map<Trait, String> lacks() {
      String disk = "a file has neither logins nor rights of its own";
      String versions = "a file has its newest version alone";
      return Map.ofEntries(
          Map.entry(Trait.BATCH, "a file is read, not asked"),
          Map.entry(Trait.VERSION_ALONE, "a version costs as much as its value"),
          Map.entry(Trait.LEASE, "it makes no credentials"),
          Map.entry(Trait.VERSION_STATES, versions),
          Map.entry(Trait.WIRE, "a file is read, not asked"),
          Map.entry(Trait.WIRE_LOGIN, "a file is read, not asked"),
          Map.entry(Trait.BYTES, "JSON is text"),
          Map.entry(Trait.HISTORY, versions),
          Map.entry(Trait.SOFT_DELETE, versions),
          Map.entry(Trait.DESTROY, versions),
          Map.entry(Trait.DISABLE, versions),
          Map.entry(Trait.TAGS, "a file has no tags"),
          Map.entry(Trait.WRITE, "files are read only"),
          Map.entry(Trait.LOGIN, disk),
          Map.entry(Trait.RENEWAL, disk),
          Map.entry(Trait.RIGHTS, disk));
    }

    @Override
    public List<RefusedConfig> refusedConfigs() {
      return List.of(
          refused("no path", " "),
          refused("parent folder", "../kt-canary-7f3a"),
          refused("parent folder, hidden", "a/../../b"),
          refused("absolute", "/etc/passwd"),
          refused("not a path", "a\0b"));
    }

    private RefusedConfig refused(String what, String path) {
      return new RefusedConfig(
          what,
          factory.check(new FileConfig(root, path)),
          "provider.file.path",
          FailureDetail.FIELD);
    }

    @Override
    public void putObject(String key, String json) {
      members.put(key, json);
      write();
    }

    @Override
    public void putText(String key, String text) {
      putObject(
          key, "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"");
    }

    @Override
    public void putRaw(String key, String text) {
      putObject(key, text);
    }

    @Override
    public void remove(String key) {
      members.remove(key);
      write();
    }

    @Override
    public void loseContainer() {
      try {
        Files.delete(root.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write() {
      String json =
          members.entrySet().stream()
              .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
              .collect(Collectors.joining(",", "{", "}"));
      try {
        Files.writeString(root.resolve(name), json);
        modified = modified.plusSeconds(1);
        Files.setLastModifiedTime(root.resolve(name), FileTime.from(modified));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
