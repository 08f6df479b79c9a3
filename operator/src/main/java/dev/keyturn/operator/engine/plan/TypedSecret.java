package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import dev.keyturn.operator.engine.select.Extraction;
import dev.keyturn.operator.engine.select.SecretTree;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Checks what Kubernetes demands of typed Secrets before the API server refuses the write, so that
 * the message can name the rule. The list of types is closed.
 */
final class TypedSecret {
  private static final Set<String> FREE = Set.of("Opaque");

  private TypedSecret() {}

  /** Empty when the data fits the type. */
  static Optional<Detail> check(String type, SortedMap<String, byte[]> data) {
    return switch (type) {
      case "kubernetes.io/tls" ->
          TlsPair.matches(data.get("tls.crt"), data.get("tls.key"))
              ? Optional.empty()
              : Optional.of(Detail.TLS_PAIR);
      case "kubernetes.io/dockerconfigjson" -> jsonObject(data.get(".dockerconfigjson"));
      case "kubernetes.io/dockercfg" -> jsonObject(data.get(".dockercfg"));
      case "kubernetes.io/basic-auth" ->
          data.containsKey("username") || data.containsKey("password")
              ? Optional.empty()
              : Optional.of(Detail.KEY);
      case "kubernetes.io/ssh-auth" ->
          data.containsKey("ssh-privatekey") ? Optional.empty() : Optional.of(Detail.KEY);
      default -> FREE.contains(type) ? Optional.empty() : Optional.of(Detail.TYPE_CHANGE);
    };
  }

  private static Optional<Detail> jsonObject(byte @org.jspecify.annotations.Nullable [] text) {
    if (text == null) {
      return Optional.of(Detail.KEY);
    }
    try (SecretTree tree = SecretTree.parse(text)) {
      return switch (Extraction.of(tree, Optional.empty())) {
        case Extraction.Extracted extracted -> {
          extracted.values().values().forEach(value -> java.util.Arrays.fill(value, (byte) 0));
          yield Optional.empty();
        }
        case Extraction.Missing missing -> Optional.of(Detail.KEY);
        case Extraction.Invalid invalid -> Optional.of(Detail.KEY);
        case Extraction.BadPath badPath -> Optional.of(Detail.KEY);
        case Extraction.IllegalKey illegal -> Optional.empty();
        case Extraction.Collision collision -> Optional.empty();
      };
    }
  }
}
