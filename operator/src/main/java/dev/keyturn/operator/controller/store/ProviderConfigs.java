package dev.keyturn.operator.controller.store;

import dev.keyturn.crds.v1alpha1.StoreProvider;
import dev.keyturn.operator.provider.ProviderConfig;
import dev.keyturn.operator.provider.ProviderFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backend types: each reads its own key under {@code provider}. */
public final class ProviderConfigs {
  private final List<Reader> readers;

  public ProviderConfigs(Reader... readers) {
    this.readers = List.of(readers);
  }

  /** Names of the backend types. */
  public List<String> providers() {
    return readers.stream().map(Reader::provider).toList();
  }

  Optional<Chosen> choose(
      StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems) {
    List<Reader> named = readers.stream().filter(reader -> reader.isNamed(provider)).toList();
    if (named.size() != 1) {
      problems.add("provider", "must have exactly one key");
      return Optional.empty();
    }
    return named.getFirst().read(provider, owner, problems);
  }

  /** The name that the status and the metrics show, also of a store that is wrong. */
  String nameOf(StoreProvider provider) {
    return readers.stream()
        .filter(reader -> reader.isNamed(provider))
        .map(Reader::provider)
        .findFirst()
        .orElse("none");
  }

  /** Reads the part of one backend type. */
  public interface Reader {
    String provider();

    boolean isNamed(StoreProvider provider);

    /** Empty where a problem was added. */
    Optional<Chosen> read(
        StoreProvider provider, StoreConfigReader.Owner owner, StoreConfigReader.Problems problems);
  }

  /**
   * A backend with its configuration.
   *
   * @param addresses where it leads, by the field that says so; empty where there is no network
   * @param binding what the account needs at a cloud
   */
  public record Chosen(
      String provider,
      Map<String, StoreConfig.SecretKeyReference> secrets,
      Optional<StoreConfig.Account> account,
      StoreConfig.Opener opener,
      StoreConfig.Route route,
      Map<String, URI> addresses,
      Optional<CloudBinding> binding) {

    /** A backend that is reached like all others. */
    public Chosen(
        String provider,
        Map<String, StoreConfig.SecretKeyReference> secrets,
        Optional<StoreConfig.Account> account,
        StoreConfig.Opener opener) {
      this(
          provider, secrets, account, opener, StoreConfig.Route.COMMON, Map.of(), Optional.empty());
    }

    /** The same, reached another way. */
    Chosen by(StoreConfig.Route other) {
      return new Chosen(provider, secrets, account, opener, other, addresses, binding);
    }

    /** The same, which leads to the address that the field names or leaves to the backend. */
    Chosen leadingTo(String field, URI address) {
      return new Chosen(provider, secrets, account, opener, route, Map.of(field, address), binding);
    }

    /** The same, whose account is an identity of a cloud. */
    Chosen boundBy(Optional<CloudBinding> other) {
      return new Chosen(provider, secrets, account, opener, route, addresses, other);
    }

    /** Empty where the provider itself finds a problem in the configuration. */
    static <C extends ProviderConfig> Optional<Chosen> of(
        String provider,
        ProviderFactory<C> factory,
        C config,
        Map<String, StoreConfig.SecretKeyReference> secrets,
        Optional<StoreConfig.Account> account,
        StoreConfigReader.Problems problems) {
      List<dev.keyturn.operator.provider.ConfigProblem> found =
          new ArrayList<>(factory.check(config));
      problems.addAll(found);
      return found.isEmpty()
          ? Optional.of(
              new Chosen(
                  provider,
                  secrets,
                  account,
                  (credentials, http) -> factory.open(config, credentials, http)))
          : Optional.empty();
    }
  }
}
