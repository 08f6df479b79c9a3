package dev.keyturn.e2e;

import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.component.SkippedSuites;
import dev.keyturn.e2e.component.SourceTree;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.Closing;
import dev.keyturn.e2e.vault.RealVault;
import dev.keyturn.e2e.vault.VaultOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * One control plane and one Vault for all suites of a test JVM: started on first use, stopped when
 * the launcher session ends. Safe for use by several threads.
 */
final class SharedServers implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(SharedServers.class);

  private final Provision provision;
  private final SkippedSuites skipped;
  private @Nullable RealControlPlane controlPlane;
  private @Nullable RealVault vault;

  private SharedServers() {
    provision =
        new Provision(System.getenv(), SourceTree.root().resolve("e2e/provision"), System.out);
    String fork = System.getProperty("keyturn.fork", "1");
    skipped = new SkippedSuites(Path.of("target", "skipped-suites-" + fork + ".txt"), System.out);
  }

  static SharedServers of(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(SharedServers.class, key -> new SharedServers(), SharedServers.class);
  }

  Provision provision() {
    return provision;
  }

  SkippedSuites skipped() {
    return skipped;
  }

  synchronized RealControlPlane controlPlane() {
    if (controlPlane == null) {
      controlPlane = RealControlPlane.provided(provision);
    }
    return controlPlane;
  }

  synchronized RealVault vault() {
    if (vault == null) {
      vault = RealVault.start(provision, VaultOptions.plain());
    }
    return vault;
  }

  @Override
  public synchronized void close() {
    Closing.inOrder(vault, controlPlane, skipped);
  }
}
