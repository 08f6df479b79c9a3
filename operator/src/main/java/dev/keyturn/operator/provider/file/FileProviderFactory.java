package dev.keyturn.operator.provider.file;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ConfigProblem;
import dev.keyturn.operator.provider.Credentials;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.ProviderFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Makes clients that read files; they use neither credentials nor HTTP. */
public final class FileProviderFactory implements ProviderFactory<FileConfig> {
  private final InstantSource clock;

  public FileProviderFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public List<ConfigProblem> check(FileConfig config) {
    return isBelowRoot(config)
        ? List.of()
        : List.of(
            new ConfigProblem(
                "provider.file.path",
                FailureDetail.FIELD,
                "must name a file or folder below the root of the file provider"));
  }

  private static boolean isBelowRoot(FileConfig config) {
    if (config.path().isBlank() || config.path().indexOf('\0') >= 0) {
      return false;
    }
    Path root = config.root().toAbsolutePath().normalize();
    try {
      return root.resolve(config.path()).normalize().startsWith(root);
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  @Override
  public ProviderClient open(FileConfig config, Credentials credentials, BackendHttp http) {
    return new FileClient(new RootedFiles(config.root()), config.path(), clock);
  }
}
