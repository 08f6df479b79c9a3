package dev.keyturn.operator.observe;

import dev.keyturn.operator.provider.FailureClass;

/** Whose failure a call was; only the backend's counts against the error budget. */
enum Fault {
  backend,
  user,
  none;

  static Fault of(FailureClass failure) {
    return switch (failure) {
      case Throttled, Unavailable, Sealed, Timeout, TlsError, Internal -> backend;
      case AuthFailed, AccessDenied, ScopeDenied, NotFound, SourceDeleted, InvalidData, Conflict ->
          user;
    };
  }

  /** By the name of an error class of the API. */
  static Fault of(String errorClass) {
    return switch (errorClass) {
      case "Throttled",
          "Unavailable",
          "Sealed",
          "Timeout",
          "TlsError",
          "Internal",
          "StoreNotReady" ->
          backend;
      default -> user;
    };
  }
}
