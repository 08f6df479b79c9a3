package dev.keyturn.operator.provider.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.BackendHttp.Answer;
import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Failure;
import dev.keyturn.operator.provider.IssuedToken;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.wire.Edge;
import dev.keyturn.operator.provider.wire.HttpMeaning;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Logins of Amazon ECR: {@code GetAuthorizationToken} of the ECR and the ECR Public API references.
 * One request without parameters is signed by the SDK's signer and sent as it is; two more clients
 * of the SDK would be 3 MB of code.
 */
final class RegistryLogins {
  private static final byte[] NOTHING = "{}".getBytes(UTF_8);
  private static final int LIMIT = 64 * 1024;

  /** The only region that ECR Public has an API in. */
  private static final String PUBLIC_REGION = "us-east-1";

  private final AwsConfig config;
  private final BackendHttp http;
  private final InstantSource clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  RegistryLogins(AwsConfig config, BackendHttp http, InstantSource clock) {
    this.config = config;
    this.http = http;
    this.clock = clock;
  }

  /** Where a login is asked for. */
  private record Service(String signingName, String region, String target, URI address) {}

  private Service service(boolean ofPublicRegistries) {
    String name = ofPublicRegistries ? "ecr-public" : "ecr";
    String region = ofPublicRegistries ? PUBLIC_REGION : config.region();
    String target =
        ofPublicRegistries
            ? "SpencerFrontendService.GetAuthorizationToken"
            : "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
    String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    URI own = URI.create("https://api." + name + "." + region + "." + suffix);
    URI address = config.endpoint().filter(endpoint -> !AwsCalls.isOfAws(endpoint)).orElse(own);
    return new Service(name, region, target, address.resolve("/"));
  }

  Outcome<IssuedToken> login(boolean ofPublicRegistries, Call call) {
    SdkHttpRequest request = signed(service(ofPublicRegistries), call);
    try (SecretBytes body = SecretBytes.owning(NOTHING.clone())) {
      return http.send(
              new BackendHttp.Request(
                  "POST",
                  request.getUri(),
                  GuardedSdkHttpClient.headers(request),
                  Optional.of(body),
                  LIMIT),
              call.deadline())
          .then(answer -> read(answer, ofPublicRegistries));
    }
  }

  private SdkHttpRequest signed(Service service, Call call) {
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(service.address())
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", service.target())
            .build();
    SignedRequest signed =
        signer.sign(request ->
            request
                .identity(AwsKeys.of(call.session().token()))
                .request(plain)
                .payload(() -> new ByteArrayInputStream(NOTHING))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.signingName())
                .putProperty(AwsV4HttpSigner.REGION_NAME, service.region())
                .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)));
    return signed.request();
  }

  private Outcome<IssuedToken> read(Answer answer, boolean ofPublicRegistries) {
    try (answer) {
      return answer.status() == 200
          ? Edge.guard(() -> Outcome.ok(RegistryLoginBody.read(answer.body(), ofPublicRegistries)))
          : Outcome.failed(meaning(answer));
    }
  }

  private Failure meaning(Answer answer) {
    Failure failure =
        RegistryLoginBody.errorCode(answer.body())
            .map(code -> ErrorMeaning.ofCode(code, answer.status()))
            .orElseGet(() -> HttpMeaning.of(answer.status()));
    return HttpMeaning.complete(failure, answer, clock.instant())
        .withRequestId(
            Optional.ofNullable(answer.headers().get("x-amzn-requestid"))
                .filter(ErrorMeaning::isRequestId));
  }
}
