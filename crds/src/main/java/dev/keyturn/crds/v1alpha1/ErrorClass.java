package dev.keyturn.crds.v1alpha1;

/**
 * The closed list of error classes. The constant's name is the condition reason, the metric label,
 * the text of the command line and the docs anchor, so it keeps the API's spelling.
 */
@SuppressWarnings("MemberName") // the names are the API's
public enum ErrorClass {
  AuthFailed,
  AccessDenied,
  NotFound,
  KeyMissing,
  SourceDeleted,
  Throttled,
  Unavailable,
  Sealed,
  Timeout,
  TlsError,
  InvalidData,
  TemplateError,
  ValidationFailed,
  ScopeDenied,
  OwnershipConflict,
  TargetInvalid,
  TargetTooLarge,
  Conflict,
  StoreNotReady,
  ConfigInvalid,
  CredentialMissing,
  DeletionGuardTripped,
  Internal;

  /** True where no retry can cure the failure: only a change of spec, scope, source or target. */
  public boolean stalls() {
    return switch (this) {
      case TemplateError,
          ScopeDenied,
          OwnershipConflict,
          TargetInvalid,
          TargetTooLarge,
          ConfigInvalid ->
          true;
      case AuthFailed,
          AccessDenied,
          NotFound,
          KeyMissing,
          SourceDeleted,
          Throttled,
          Unavailable,
          Sealed,
          Timeout,
          TlsError,
          InvalidData,
          ValidationFailed,
          Conflict,
          StoreNotReady,
          CredentialMissing,
          DeletionGuardTripped,
          Internal ->
          false;
    };
  }
}
