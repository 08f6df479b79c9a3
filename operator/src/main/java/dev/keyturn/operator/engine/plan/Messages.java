package dev.keyturn.operator.engine.plan;

import dev.keyturn.crds.v1alpha1.Detail;
import java.time.Instant;
import java.util.Optional;

/**
 * The text of every problem of a SecretSync: cause, object, next step. The only words that are not
 * ours are names that people wrote into manifests.
 */
public final class Messages {

  private Messages() {}

  /** A value that is pushed later, because its backend bears no version more now. */
  public static String delayed(String subject, Optional<Instant> until) {
    return PushMessages.delayed(subject, until);
  }

  /** One sentence or two, without the remark on the last good Secret. */
  public static String of(Problem problem) {
    String subject = problem.subject();
    if (problem.detail() == Detail.PUSH) {
      return PushMessages.of(problem);
    }
    return switch (problem.kind()) {
      case AuthFailed -> authFailed(problem);
      case AccessDenied -> accessDenied(problem);
      case NotFound -> notFound(problem);
      case KeyMissing ->
          "A required property is absent: "
              + subject
              + ". Restore it at the backend, or set optional: true.";
      case SourceDeleted -> sourceDeleted(problem);
      case Throttled -> "The backend limits our requests: " + subject + ". Nothing to do.";
      case Unavailable ->
          problem.detail() == Detail.UNKNOWN_HOST
              ? "The backend's name is not known: "
                  + subject
                  + ". Correct it, or look at the cluster's DNS; it is asked for again."
              : "The backend does not answer: " + subject + ". It is asked again until it does.";
      case Sealed -> "The backend is sealed: " + subject + ". Unseal it.";
      case Timeout ->
          "The backend did not answer in time: "
              + subject
              + ". It is asked again; see the store's timeouts.";
      case TlsError ->
          "The backend's certificate is not trusted: "
              + subject
              + ". Check caBundle or caProvider, the host name and the expiry.";
      case InvalidData -> invalidData(problem);
      case TemplateError ->
          problem.detail() == Detail.KEY
              ? "What templateFrom names is not there: " + subject + ". Create it; it is watched."
              : "The template does not render: " + subject + ". Correct the template.";
      case ValidationFailed -> "The values break a rule of spec.validate: " + subject + ".";
      case ScopeDenied -> scopeDenied(problem);
      case OwnershipConflict ->
          "The Secret is not ours: "
              + subject
              + ". Choose another target.name, or remove the other owner.";
      case TargetInvalid -> targetInvalid(problem);
      case TargetTooLarge ->
          problem.detail() == Detail.TOO_LARGE
              ? "More than 4,194,304 bytes are selected for the templates: "
                  + subject
                  + ". Select fewer keys, or properties of them."
              : "The Secret would be larger than 1,048,576 bytes: "
                  + subject
                  + ". Select fewer keys.";
      case Conflict ->
          "The Secret is changed by others faster than it can be written: " + subject + ".";
      case StoreNotReady ->
          "The store is not ready: " + subject + ". This sync goes on when the store does.";
      case ConfigInvalid -> configInvalid(problem);
      case CredentialMissing ->
          "A credential of the store is missing: " + subject + ". Create it; the store wakes then.";
      case DeletionGuardTripped ->
          "Many keys of the store vanished at once: "
              + subject
              + ". Nothing is deleted until keyturn.dev/deletions-acknowledged is set on the"
              + " store.";
      case Internal ->
          "A fault of the operator stopped this attempt: "
              + subject
              + ". See its log; tried again.";
    };
  }

  private static String authFailed(Problem problem) {
    String subject = problem.subject();
    return switch (problem.detail()) {
      case SERVICE_ACCOUNT ->
          "The ServiceAccount that the store logs in as does not exist: "
              + subject
              + ". Create it; the login is tried again within a minute.";
      case TOKEN_REQUEST ->
          "The operator may not request tokens of the store's ServiceAccount: "
              + subject
              + ". List it in the chart's value namespaces[].serviceAccounts.";
      case UNTRUSTED ->
          "The cloud does not trust the cluster's token of this login: " + subject + ".";
      case UNBOUND ->
          "The cloud does not let the store's ServiceAccount have this identity: " + subject + ".";
      default ->
          "The backend refused the login of "
              + subject
              + ". Check the store's auth and credential.";
    };
  }

  private static String configInvalid(Problem problem) {
    return switch (problem.detail()) {
      case STORE ->
          "The store's spec.access does not allow this: "
              + problem.subject()
              + ". Change it there, or use another store.";
      case NAME_ILLEGAL ->
          "The store's spec.naming.pattern does not allow this key: "
              + problem.subject()
              + ". Use another key, or change the pattern there.";
      default -> "A field is not valid: " + problem.subject() + ". Correct the manifest.";
    };
  }

  private static String accessDenied(Problem problem) {
    if (problem.detail() == Detail.RESTART) {
      return "The operator may not restart workloads, which "
          + problem.subject()
          + " asks for. Set the chart's value features.restart to true.";
    }
    if (problem.detail() == Detail.QUOTA) {
      return "A quota of the namespace refuses the Secret: "
          + problem.subject()
          + ". Raise it, or remove Secrets that nobody needs.";
    }
    if (problem.detail() == Detail.TARGET) {
      return "The operator may not delete the Secret: "
          + problem.subject()
          + ". Delete it, or set the chart's value rbac.deleteSecrets to true.";
    }
    return problem.detail() == Detail.NOT_ENROLLED
        ? "The operator has no rights on Secrets in namespace "
            + problem.subject()
            + ". Add it to the chart's value namespaces."
        : "The backend denies this path to the store's identity: "
            + problem.subject()
            + ". Grant read on it, or correct the key.";
  }

  private static String notFound(Problem problem) {
    return switch (problem.detail()) {
      case STORE -> "The store does not exist: " + problem.subject() + ". Create it.";
      case TARGET ->
          "The Secret to merge into does not exist: "
              + problem.subject()
              + ". Create it, or use creationPolicy Owner.";
      case CONTAINER_MISSING ->
          "The mount or folder does not exist at the backend: "
              + problem.subject()
              + ". Check the store's path.";
      case CONTAINER_UNKNOWN ->
          "Nothing is found at the backend under "
              + problem.subject()
              + ", and the store's identity may not see whether its namespace is there."
              + " Grant get on the namespace, or correct the key.";
      case LEASE_UNKNOWN ->
          "The lease is over or unknown at the backend: "
              + problem.subject()
              + ". Another one is issued.";
      default ->
          "Nothing is stored at the backend under "
              + problem.subject()
              + ". Write it there, or correct the key.";
    };
  }

  private static String sourceDeleted(Problem problem) {
    return switch (problem.detail()) {
      case DESTROYED ->
          "The version was destroyed at the backend: "
              + problem.subject()
              + ". Write a new version, or pin another one.";
      case DISABLED ->
          "The version is disabled at the backend: " + problem.subject() + ". Enable it.";
      case LEASE_EXPIRED ->
          "The lease or certificate has ended: "
              + problem.subject()
              + ". Another one is issued as soon as the backend answers.";
      default ->
          "The newest version was deleted at the backend: "
              + problem.subject()
              + ". Undelete it, or write a new version.";
    };
  }

  private static String invalidData(Problem problem) {
    return switch (problem.detail()) {
      case EMPTY -> "The backend's answer holds no value: " + problem.subject() + ".";
      case LEASE_UNKNOWN ->
          "The path gives no lease: "
              + problem.subject()
              + ". Use extract for stored values, or correct the path.";
      case TOO_LARGE ->
          "The value is larger than 2 MiB, or has more than 32 levels, 1,000 keys or 10,000 items of"
              + " arrays: "
              + problem.subject()
              + ".";
      case NAME_ILLEGAL -> "The backend does not allow this name: " + problem.subject() + ".";
      default ->
          "The backend's answer is not what its protocol or the spec promises: "
              + problem.subject()
              + ". Check decodingStrategy, property and the store's version.";
    };
  }

  private static String scopeDenied(Problem problem) {
    return switch (problem.detail()) {
      case NAMESPACE_RECREATED ->
          "The namespace is not the one that the scope was bound to: "
              + problem.subject()
              + ". An administrator can bind it anew with keyturn.dev/rebind on the scope.";
      case STORE ->
          "No TenantSecretScope opens this store to the namespace: " + problem.subject() + ".";
      case ENDPOINT ->
          "No TenantSecretScope of the namespace lists this address in ownStores.endpoints: "
              + problem.subject()
              + ". Have it listed, or correct the store.";
      case ACCOUNT ->
          "No TenantSecretScope of the namespace lists the account of this login in"
              + " ownStores.accounts: "
              + problem.subject()
              + ". Have it listed, or correct the store's auth.";
      default ->
          "No TenantSecretScope grants this path to the namespace: " + problem.subject() + ".";
    };
  }

  private static String targetInvalid(Problem problem) {
    return switch (problem.detail()) {
      case KEY ->
          "A key is no legal name in a Secret: "
              + problem.subject()
              + ". Use letters, digits, -, _ and . only.";
      case KEY_COLLISION ->
          "A key is given twice: " + problem.subject() + ". Remove one of the two.";
      case IMMUTABLE -> "The Secret is immutable: " + problem.subject() + ". Delete the Secret.";
      case TYPE_CHANGE ->
          "A Secret's type cannot be changed: " + problem.subject() + ". Delete the Secret.";
      case TLS_PAIR ->
          "tls.crt and tls.key are missing or do not belong together: " + problem.subject() + ".";
      case FIELD ->
          "A label or annotation is reserved or not valid: "
              + problem.subject()
              + ". Choose another.";
      case ADMISSION -> "An admission policy refuses the Secret: " + problem.subject() + ".";
      default -> "The API server refuses the Secret: " + problem.subject() + ".";
    };
  }
}
