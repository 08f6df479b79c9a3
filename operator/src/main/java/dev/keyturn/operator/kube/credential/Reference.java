package dev.keyturn.operator.kube.credential;

/** A Secret or ConfigMap that an object of ours refers to. */
public record Reference(Kind kind, String namespace, String name) {

  /** What may be referred to. */
  public enum Kind {
    SECRET("secrets"),
    CONFIG_MAP("configmaps");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    String plural() {
      return plural;
    }
  }

  public static Reference secret(String namespace, String name) {
    return new Reference(Kind.SECRET, namespace, name);
  }

  public static Reference configMap(String namespace, String name) {
    return new Reference(Kind.CONFIG_MAP, namespace, name);
  }
}
