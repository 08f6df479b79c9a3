package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What an error of Secrets Manager, Parameter Store or STS means. The codes are those of the
 * services' API references, "Common Errors" included; the text beside a code never leaves this
 * class.
 */
final class ErrorMeaning {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private ErrorMeaning() {}

  static Failure of(AwsServiceException error) {
    @Nullable AwsErrorDetails details = error.awsErrorDetails();
    @Nullable String code = details == null ? null : details.errorCode();
    @Nullable String text = details == null ? null : details.errorMessage();
    Failure failure =
        code == null ? ofStatus(error.statusCode()) : ofCode(code, text, error.statusCode());
    return new Failure(
        failure.kind(),
        failure.detail(),
        failure.retryAfter(),
        OptionalInt.of(error.statusCode()),
        Optional.ofNullable(error.requestId()).filter(id -> REQUEST_ID.matcher(id).matches()),
        false);
  }

  /** An error about one of the secrets of a request, which has no status of its own. */
  static Failure ofCode(String code, @Nullable String text) {
    return ofCode(code, text, 400);
  }

  private static Failure ofCode(String code, @Nullable String text, int status) {
    return switch (code) {
      case "ResourceNotFoundException" -> missing(text);
      case "ParameterNotFound", "ParameterVersionNotFound" -> Failure.of(FailureClass.NotFound);
      case "AccessDeniedException", "AccessDenied" -> denied(text);
      case "DecryptionFailure",
          "DecryptionFailureException",
          "EncryptionFailure",
          "EncryptionFailureException",
          "InvalidKeyId" ->
          Failure.of(FailureClass.AccessDenied, FailureDetail.KMS);
      case "ExpiredTokenException",
          "ExpiredToken",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "InvalidAccessKeyId",
          "AuthFailure",
          "NotAuthorized",
          "OptInRequired",
          "InvalidIdentityToken",
          "InvalidIdentityTokenException",
          "IDPRejectedClaim",
          "IDPRejectedClaimException" ->
          Failure.of(FailureClass.AuthFailed);
      case "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "TooManyUpdates" ->
          Failure.of(FailureClass.Throttled);
      case "LimitExceededException",
          "ParameterLimitExceeded",
          "ParameterMaxVersionLimitExceeded",
          "TooManyTagsError" ->
          Failure.of(FailureClass.Conflict, FailureDetail.BACKEND_LIMIT);
      case "ResourceExistsException", "ParameterAlreadyExists" ->
          Failure.of(FailureClass.Conflict, FailureDetail.ALREADY_EXISTS);
      case "PreconditionNotMetException" -> Failure.of(FailureClass.Conflict);
      case "InternalServiceError",
          "InternalServiceErrorException",
          "InternalFailure",
          "ServiceUnavailable",
          "ServiceUnavailableException",
          "IDPCommunicationError",
          "IDPCommunicationErrorException" ->
          Failure.of(FailureClass.Unavailable);
      case "InvalidParameterException",
          "InvalidRequestException",
          "InvalidNextTokenException",
          "ValidationError",
          "ValidationException",
          "SerializationException" ->
          Failure.of(FailureClass.InvalidData);
      default -> ofStatus(status);
    };
  }

  /**
   * The service says the same code of a secret and of a staging label on none of its versions,
   * which is no proof that the secret is gone.
   */
  private static Failure missing(@Nullable String text) {
    return Failure.of(
        FailureClass.NotFound,
        text != null && text.contains("staging label")
            ? FailureDetail.NO_CURRENT_VERSION
            : FailureDetail.NONE);
  }

  private static Failure denied(@Nullable String text) {
    return Failure.of(
        FailureClass.AccessDenied,
        text != null && text.contains("KMS") ? FailureDetail.KMS : FailureDetail.NONE);
  }

  /** Without a code of the service; a 404 then speaks of a proxy or of a wrong endpoint. */
  static Failure ofStatus(int status) {
    return switch (status) {
      case 400, 405, 413, 422 -> Failure.of(FailureClass.InvalidData);
      case 401 -> Failure.of(FailureClass.AuthFailed);
      case 403 -> Failure.of(FailureClass.AccessDenied);
      case 408, 504 -> Failure.of(FailureClass.Timeout);
      case 409, 412 -> Failure.of(FailureClass.Conflict);
      case 429 -> Failure.of(FailureClass.Throttled);
      case 300, 301, 302, 303, 304, 305, 306, 307, 308 ->
          Failure.of(FailureClass.Unavailable, FailureDetail.REDIRECT_REFUSED);
      default -> Failure.of(FailureClass.Unavailable);
    };
  }
}
