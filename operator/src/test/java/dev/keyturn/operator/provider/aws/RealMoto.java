package dev.keyturn.operator.provider.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.testkit.PinnedProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A moto server, another implementation of AWS, with one user of IAM whose keys it checks. Each
 * region is empty until somebody writes to it. Tests that need it are aborted where the program is
 * missing, and fail where {@code KEYTURN_E2E=required}.
 */
public final class RealMoto implements AutoCloseable {
  private static final Pattern KEY =
      Pattern.compile(
          "<AccessKeyId>([^<]+)</AccessKeyId>.*<SecretAccessKey>([^<]+)</SecretAccessKey>",
          Pattern.DOTALL);
  private static final Pattern TARGET =
      Pattern.compile("\"X-Amz-Target\": \"(?:\\w+\\.)?(\\w+)\"", Pattern.CASE_INSENSITIVE);

  private final Path recording = temporary();
  private final AtomicInteger regions = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();

  /** Where the keys of the user lead, and another account with a role {@code shop}. */
  static final String ACCOUNT = "123456789012";

  static final String OTHER_ACCOUNT = "222222222222";

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String EVERYTHING =
      "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A"
          + "%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22%3A%22*%22%7D%5D%7D";

  private final URI uri;
  private final Process process;
  private final String accessKeyId;
  private final String secretAccessKey;

  public RealMoto() {
    Path program = new PinnedProgram("moto", "python.sh").path();
    int port = freePort();
    this.uri = URI.create("http://127.0.0.1:" + port);
    this.process = start(program, port);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::isUp);
    iam("Action=CreateUser&UserName=shop");
    iam("Action=PutUserPolicy&UserName=shop&PolicyName=all&PolicyDocument=" + EVERYTHING);
    AccessKey key = accessKey("shop");
    this.accessKeyId = key.id();
    this.secretAccessKey = key.secret();
    role(ACCOUNT);
    role(OTHER_ACCOUNT);
    asksForSignatures(true);
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("keyturn", ".moto");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path program, int port) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("MOTO_ALLOW_NONEXISTENT_REGION", "true");
      builder.environment().put("MOTO_RECORDER_FILEPATH", recording.toString());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isUp() {
    try {
      return send("GET", "/moto-api/", "").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private String iam(String form) {
    return iam(form, ACCOUNT);
  }

  private String iam(String form, String account) {
    return send("POST", "/", FORM, form + "&Version=2010-05-08", account).body();
  }

  private void role(String account) {
    iam("Action=CreateRole&RoleName=shop&AssumeRolePolicyDocument=" + EVERYTHING, account);
    iam("Action=PutRolePolicy&RoleName=shop&PolicyName=all&PolicyDocument=" + EVERYTHING, account);
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, FORM, body);
  }

  private HttpResponse<String> send(String method, String path, String type, String body) {
    return send(method, path, type, body, ACCOUNT);
  }

  private HttpResponse<String> send(
      String method, String path, String type, String body, String account) {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .header("x-moto-account-id", account)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/iam/aws4_request,"
                    + " SignedHeaders=host, Signature=none")
            .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI uri() {
    return uri;
  }

  public String accessKeyId() {
    return accessKeyId;
  }

  public String secretAccessKey() {
    return secretAccessKey;
  }

  /** False: from here on it takes requests that nobody signed, as AWS takes those for a login. */
  public void asksForSignatures(boolean signed) {
    send("POST", "/moto-api/reset-auth", "text/plain", signed ? "0" : "1000000");
  }

  /** From here on the server notes what it is asked; what it noted before is forgotten. */
  public void recordRequests() {
    send("POST", "/moto-api/recorder/reset-recording", "");
    send("POST", "/moto-api/recorder/start-recording", "");
  }

  /** The actions of the JSON protocol that it noted, such as {@code GetSecretValue}. */
  public List<String> recordedActions() {
    return TARGET
        .matcher(send("GET", "/moto-api/recorder/download-recording", "").body())
        .results()
        .map(action -> action.group(1))
        .toList();
  }

  /** The keys of another user, who may do what this policy of IAM says. */
  AccessKey user(String name, String policy) {
    // Nobody signs what is done here.
    asksForSignatures(false);
    iam("Action=CreateUser&UserName=" + name);
    iam(
        "Action=PutUserPolicy&PolicyName=own&UserName="
            + name
            + "&PolicyDocument="
            + URLEncoder.encode(policy, UTF_8));
    AccessKey key = accessKey(name);
    asksForSignatures(true);
    return key;
  }

  private AccessKey accessKey(String user) {
    Matcher key = KEY.matcher(iam("Action=CreateAccessKey&UserName=" + user));
    if (!key.find()) {
      throw new IllegalStateException("no access key");
    }
    return new AccessKey(key.group(1), key.group(2));
  }

  /** Keys that sign. */
  record AccessKey(String id, String secret) {}

  /** A region that nobody wrote to. */
  String newRegion() {
    return "kt-test-" + regions.incrementAndGet();
  }

  @Override
  public void close() {
    http.shutdownNow();
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Files.deleteIfExists(recording);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
