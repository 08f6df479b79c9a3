package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import dev.keyturn.operator.provider.wire.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What an error of Secrets Manager, Parameter Store or STS means. The codes are those of the
 * services' API references, "Common Errors" included; the text beside a code never leaves this
 * class.
 */
final class ErrorMeaning {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  private ErrorMeaning() {}

  static Failure of(AwsServiceException error, Instant now) {
    @Nullable AwsErrorDetails details = error.awsErrorDetails();
    @Nullable String code = details == null ? null : details.errorCode();
    @Nullable String text = details == null ? null : details.errorMessage();
    Failure failure =
        code == null ? HttpMeaning.of(error.statusCode()) : ofCode(code, text, error.statusCode());
    return failure
        .withStatus(error.statusCode())
        .withRetryAfter(retryAfter(details, now))
        .withRequestId(Optional.ofNullable(error.requestId()).filter(ErrorMeaning::isRequestId));
  }

  /** What the service or a proxy before it asks for, which the SDK passes over. */
  private static Optional<Duration> retryAfter(@Nullable AwsErrorDetails details, Instant now) {
    @Nullable SdkHttpResponse answer = details == null ? null : details.sdkHttpResponse();
    return answer == null
        ? Optional.empty()
        : answer
            .firstMatchingHeader("Retry-After")
            .flatMap(header -> RetryAfter.parse(header, now));
  }

  /** An error about one of the secrets of a request, which has no status of its own. */
  static Failure ofCode(String code, @Nullable String text) {
    return ofCode(code, text, 400);
  }

  /** Whether a write was refused for it would have lowered the tier of a parameter. */
  static boolean isOfAdvancedParameter(AwsServiceException error) {
    @Nullable AwsErrorDetails details = error.awsErrorDetails();
    @Nullable String text = details == null ? null : details.errorMessage();
    return details != null
        && "ValidationException".equals(details.errorCode())
        && text != null
        && text.contains("uses the advanced-parameter tier");
  }

  static boolean isRequestId(String text) {
    return REQUEST_ID.matcher(text).matches();
  }

  /** An error whose text says nothing that its code does not. */
  static Failure ofCode(String code, int status) {
    return ofCode(code, null, status);
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
          "OptInRequired" ->
          Failure.of(FailureClass.AuthFailed);
      // The account knows no such issuer or audience, or could not check the token.
      case "InvalidIdentityToken",
          "InvalidIdentityTokenException",
          "IDPRejectedClaim",
          "IDPRejectedClaimException" ->
          Failure.of(FailureClass.AuthFailed, FailureDetail.UNTRUSTED);
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
      default -> HttpMeaning.of(status);
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
}
