package dev.keyturn.cli.detect;

/** A provider of a store, named as its key under {@code spec.provider}. */
public enum Backend {
  vault,
  aws,
  gcp,
  azure,
  infisical,
  kubernetes,
  file,
  env;

  /** Whether a sign of it outweighs those that every laptop and every pod shows. */
  boolean isService() {
    return switch (this) {
      case vault, aws, gcp, azure, infisical -> true;
      case kubernetes, file, env -> false;
    };
  }
}
