package dev.keyturn.cli.cluster;

import dev.keyturn.cli.CommandFailure;
import dev.keyturn.cli.ExitStatus;
import dev.keyturn.crds.v1alpha1.Api;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of Keyturn, in the order in which one depends on the one before. */
public enum ObjectKind {
  TenantSecretScope("tss", false),
  ClusterSecretStore("csst", false),
  SecretStore("sst", true),
  ClusterSecretSync("cssy", false),
  SecretSync("ssy", true);

  private final String shortName;
  private final boolean namespaced;

  ObjectKind(String shortName, boolean namespaced) {
    this.shortName = shortName;
    this.namespaced = namespaced;
  }

  /** Kind and name of an object as an argument says them. */
  public record Named(ObjectKind kind, String name) {}

  /**
   * Reads {@code ssy/mail}, with any name of the kind that kubectl knows.
   *
   * @throws CommandFailure {@link ExitStatus#USAGE} where it is not of that form
   */
  public static Named parse(String text) {
    int slash = text.indexOf('/');
    Optional<ObjectKind> kind = slash < 0 ? Optional.empty() : find(text.substring(0, slash));
    if (kind.isEmpty() || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "not an object of Keyturn: " + text,
          "name one as KIND/NAME; kinds: "
              + Arrays.stream(values())
                  .map(ObjectKind::shortName)
                  .collect(Collectors.joining(", ")));
    }
    return new Named(kind.get(), text.substring(slash + 1));
  }

  /** By short, long, plural or qualified name, in any case. */
  public static Optional<ObjectKind> find(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    String name =
        plain.endsWith("." + Api.GROUP)
            ? plain.substring(0, plain.length() - Api.GROUP.length() - 1)
            : plain;
    return Arrays.stream(values())
        .filter(kind ->
            name.equals(kind.shortName)
                || name.equals(kind.singular())
                || name.equals(kind.plural()))
        .findFirst();
  }

  public String shortName() {
    return shortName;
  }

  public boolean isNamespaced() {
    return namespaced;
  }

  /** {@code SecretSync shop/mail}; for a kind of the cluster the name alone. */
  public String title(String namespace, String name) {
    return this + " " + (namespaced ? namespace + "/" : "") + name;
  }

  /** As {@code kubectl -o name} writes it, before the slash: {@code secretsync.keyturn.dev}. */
  public String qualified() {
    return singular() + "." + Api.GROUP;
  }

  /** How the client addresses it. */
  public ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(Api.GROUP)
        .withVersion(Api.VERSION)
        .withKind(name())
        .withPlural(plural())
        .withNamespaced(namespaced)
        .build();
  }

  private String singular() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String plural() {
    return singular() + "s";
  }
}
