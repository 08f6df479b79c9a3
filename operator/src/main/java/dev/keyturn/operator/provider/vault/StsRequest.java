package dev.keyturn.operator.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.RequestBody;
import dev.keyturn.operator.provider.wire.WireProblem;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/**
 * A signed GetCallerIdentity that Vault, not we, sends to AWS ("AWS auth method (API)", login with
 * {@code iam_request_*}). The SDK signs it and knows the address; nothing is asked of AWS here.
 *
 * @param url base64
 * @param body base64
 * @param headers base64 of a JSON object; the signature in it is good for a quarter of an hour
 */
record StsRequest(String url, String body, SecretBytes headers) implements AutoCloseable {
  private static final URI GLOBAL = URI.create("https://sts.amazonaws.com");
  private static final String QUESTION = "Action=GetCallerIdentity&Version=2011-06-15";

  /** Where the address of all regions is signed for. */
  private static final String DEFAULT_REGION = "us-east-1";

  /** Nothing that a header could not carry. */
  private static final Pattern PART = Pattern.compile("[!-~]{1,8192}");

  /**
   * Signs.
   *
   * @param region empty for the address of all regions
   * @param serverId value of X-Vault-AWS-IAM-Server-ID, part of what is signed
   * @throws WireProblem AuthFailed/FIELD where the keys cannot be keys
   */
  static StsRequest signed(
      Keys keys, Optional<String> region, Optional<String> serverId, Instant now) {
    URI address = address(region);
    SdkHttpRequest.Builder question =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(address)
            .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    serverId.ifPresent(id -> question.putHeader("X-Vault-AWS-IAM-Server-ID", id));
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(request ->
                request
                    .identity(keys.identity())
                    .request(question.build())
                    .payload(ContentStreamProvider.fromUtf8String(QUESTION))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.orElse(DEFAULT_REGION))
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
            .request();
    try (SecretBytes json = json(signed.headers())) {
      return new StsRequest(
          base64(address.toString().getBytes(UTF_8)),
          base64(QUESTION.getBytes(UTF_8)),
          json.with(bytes -> SecretBytes.owning(Base64.getEncoder().encode(bytes))));
    }
  }

  private static URI address(Optional<String> region) {
    URI address =
        region
            .map(name ->
                StsEndpointProvider.defaultProvider()
                    .resolveEndpoint(asked -> asked.region(Region.of(name)))
                    .join()
                    .endpointUrl()
                    .toUri())
            .orElse(GLOBAL);
    return address.resolve("/");
  }

  private static SecretBytes json(Map<String, List<String>> headers) {
    return RequestBody.of(body -> {
      for (Map.Entry<String, List<String>> header : new TreeMap<>(headers).entrySet()) {
        body.writeArrayFieldStart(header.getKey());
        for (String value : header.getValue()) {
          body.writeString(value);
        }
        body.writeEndArray();
      }
    });
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    headers.close();
  }

  /** An access key; the session token is empty unless the keys are temporary. */
  record Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    /** Without the end of line that editors and shells leave behind. */
    static Keys of(
        SecretBytes accessKeyId, SecretBytes secretAccessKey, Optional<SecretBytes> sessionToken) {
      return new Keys(
          part(accessKeyId), part(secretAccessKey), sessionToken.map(StsRequest.Keys::part));
    }

    /** One a line; the session token may be empty. */
    static Keys ofLines(SecretBytes keys) {
      String[] lines = keys.withText(text -> text.split("\n", -1));
      if (lines.length != 3) {
        throw new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
      }
      return new Keys(
          legal(lines[0]),
          legal(lines[1]),
          Optional.of(lines[2]).filter(token -> !token.isEmpty()).map(StsRequest.Keys::legal));
    }

    private static String part(SecretBytes secret) {
      return legal(secret.withText(String::strip));
    }

    private static String legal(String text) {
      if (!PART.matcher(text).matches()) {
        throw new WireProblem(FailureClass.AuthFailed, FailureDetail.FIELD);
      }
      return text;
    }

    private AwsCredentialsIdentity identity() {
      return sessionToken.isPresent()
          ? AwsSessionCredentialsIdentity.create(accessKeyId, secretAccessKey, sessionToken.get())
          : AwsCredentialsIdentity.create(accessKeyId, secretAccessKey);
    }

    @Override
    public String toString() {
      return "[redacted]";
    }
  }
}
