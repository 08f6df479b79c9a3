package dev.keyturn.operator.kube.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a cache with what the API server has, by UIDs and versions alone: an event that a watch
 * lost has no successor, and nothing else would show it. Used by one thread at a time.
 */
public final class CacheCensus {
  private final ApiServer api;
  private final String path;
  private final Supplier<Stream<? extends HasMetadata>> cache;
  private Set<String> suspects = Set.of();

  /** What a look showed. */
  public enum Finding {
    /** Nothing is missing, or the API server does not answer. */
    COMPLETE,
    /** Something is missing that may only be on its way. */
    PERHAPS_BEHIND,
    /** The same is missing that was missing at the look before. */
    BEHIND
  }

  /**
   * @param path of the collection, from {@code /apis} on
   * @param cache what is held of this collection
   */
  public CacheCensus(ApiServer api, String path, Supplier<Stream<? extends HasMetadata>> cache) {
    this.api = api;
    this.path = path;
    this.cache = cache;
  }

  /** Lists names and versions once. */
  public Finding look() {
    Set<String> missing = list().map(this::missing).orElse(Set.of());
    boolean stays = missing.stream().anyMatch(suspects::contains);
    suspects = stays ? Set.of() : missing;
    if (missing.isEmpty()) {
      return Finding.COMPLETE;
    }
    return stays ? Finding.BEHIND : Finding.PERHAPS_BEHIND;
  }

  /** What there is, in the version of the whole list. */
  private record Listed(Map<String, BigInteger> versions, BigInteger at) {}

  private Set<String> missing(Listed there) {
    Map<String, BigInteger> here =
        cache
            .get()
            .map(HasMetadata::getMetadata)
            .collect(
                Collectors.toMap(
                    meta -> meta.getUid(), meta -> new BigInteger(meta.getResourceVersion())));
    Set<String> missing = new HashSet<>();
    there
        .versions()
        .forEach((uid, version) -> {
          BigInteger held = here.get(uid);
          if (held == null || held.compareTo(version) < 0) {
            missing.add(uid + " " + version);
          }
        });
    here.forEach((uid, version) -> {
      if (!there.versions().containsKey(uid) && version.compareTo(there.at()) <= 0) {
        missing.add(uid + " gone");
      }
    });
    return missing;
  }

  /** Empty when any page failed: half a list would show objects as gone. */
  private Optional<Listed> list() {
    Map<String, BigInteger> versions = new HashMap<>();
    String next = "";
    String at = "";
    do {
      Optional<PartialObjectMetadataList> page = page(next);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      Answers.items(page.get())
          .forEach(item ->
              versions.put(
                  item.getMetadata().getUid(),
                  new BigInteger(item.getMetadata().getResourceVersion())));
      at = page.get().getMetadata().getResourceVersion();
      String token = page.get().getMetadata().getContinue();
      next = token == null ? "" : token;
    } while (!next.isEmpty());
    return Optional.of(new Listed(versions, new BigInteger(at)));
  }

  private Optional<PartialObjectMetadataList> page(String token) {
    String query = token.isEmpty() ? "" : "&continue=" + ApiCall.encode(token);
    ApiCall call =
        new ApiCall(
            "GET", path + "?limit=500" + query, ApiCall.METADATA_ONLY_LIST, Optional.empty());
    return switch (api.send(call)) {
      case ApiAnswer.Success success ->
          Answers.read(success.body(), PartialObjectMetadataList.class);
      case ApiAnswer.Refused refused -> Optional.empty();
      case ApiAnswer.Unavailable unavailable -> Optional.empty();
    };
  }
}
