package dev.keyturn.cli.migrate.vso;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a VaultAuth, each with what its VaultAuthGlobal says in its place. */
record Values(Resource auth, @Nullable Resource global) {
  /** The value, or where it is empty the other's, which may have another name there. */
  String first(String path, String globalPath) {
    String own = auth.text(path);
    return own.isEmpty() && global != null ? global.text(globalPath) : own;
  }

  String text(String path) {
    return first(path, path);
  }

  List<String> texts(String path) {
    List<String> own = auth.texts(path);
    return own.isEmpty() && global != null ? global.texts(path) : own;
  }

  /** A value that stands in a VaultAuthGlobal for one method, and for all of them. */
  String ofMethod(String path, String method, String methodPath, String defaultPath) {
    String value = first(path, method + "." + methodPath);
    return value.isEmpty() && global != null ? global.text(defaultPath) : value;
  }

  /** Refuses a field wherever it is there; why is what mostly becomes of it where it is null. */
  void refuse(String path, @Nullable String why) {
    refuse(auth, path, why);
    if (global != null) {
      refuse(global, path, why);
    }
  }

  private static void refuse(Resource resource, String path, @Nullable String why) {
    if (resource.node(path).isMissingNode()) {
      return;
    }
    String reason = why == null ? OperatorFields.becomes(resource.kind(), path) : why;
    resource.remarks().refused("spec." + path, reason);
  }
}
