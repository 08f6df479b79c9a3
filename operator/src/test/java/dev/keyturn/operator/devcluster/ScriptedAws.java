package dev.keyturn.operator.devcluster;

import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** STS and Secrets Manager as one role sees them, with the faults that a test orders. */
final class ScriptedAws implements AutoCloseable {
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern SECRET = Pattern.compile("\"SecretId\":\"([^\"]*)\"");

  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicInteger assumed = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger throttles = new AtomicInteger();
  private final InstantSource clock;
  private final ScriptedServer server = ScriptedServer.plain(this::answer);
  private volatile int oldestKeys = 1;
  private volatile boolean tokensDown;

  /** The clock says when the keys of the role end: an hour after they were made. */
  ScriptedAws(InstantSource clock) {
    this.clock = clock;
  }

  URI uri() {
    return server.uri();
  }

  void put(String name, String text) {
    secrets.put(name, text);
  }

  /** Reads of the secret are answered with AccessDeniedException. */
  void deny(String name) {
    denied.add(name);
  }

  /** The next requests for secrets are answered with ThrottlingException. */
  void throttle(int times) {
    throttles.set(times);
  }

  /** The keys that were given so far are answered with ExpiredTokenException. */
  void expireKeys() {
    oldestKeys = assumed.get() + 1;
  }

  /** STS is gone. */
  void tokensDown(boolean down) {
    tokensDown = down;
  }

  /** How often the role was assumed. */
  int assumed() {
    return assumed.get();
  }

  /** Requests for one or many secrets, refused ones included. */
  int reads() {
    return reads.get();
  }

  private void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    String target = request.headers().getOrDefault("x-amz-target", "");
    if (target.isEmpty()) {
      tokens(request, peer);
    } else if (target.endsWith(".GetSecretValue")) {
      read(request, peer);
    } else if (target.endsWith(".BatchGetSecretValue")) {
      readMany(request, peer);
    } else {
      error(peer, "AccessDeniedException");
    }
  }

  private void tokens(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    if (tokensDown) {
      peer.answer(503, "", "");
    } else if (request.body().contains("Action=AssumeRole")) {
      Instant end = clock.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
      peer.answer(
          200,
          "Content-Type: text/xml\r\n",
          """
          <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
          <Credentials><AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
          <SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials>
          </AssumeRoleResult></AssumeRoleResponse>
          """
              .formatted(assumed.incrementAndGet(), end));
    } else {
      peer.answer(
          200,
          "Content-Type: text/xml\r\n",
          """
          <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult>
          </GetCallerIdentityResponse>
          """);
    }
  }

  private void read(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    Matcher named = SECRET.matcher(request.body());
    String name = named.find() ? named.group(1) : "";
    if (refused(request, peer)) {
      return;
    }
    if (denied.contains(name)) {
      error(peer, "AccessDeniedException");
    } else if (secrets.containsKey(name)) {
      peer.json(200, entry(name));
    } else {
      error(peer, "ResourceNotFoundException");
    }
  }

  private void readMany(ScriptedServer.Seen request, ScriptedServer.Peer peer) throws IOException {
    if (refused(request, peer)) {
      return;
    }
    List<String> values = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    Matcher names = TEXT.matcher(request.body());
    while (names.find()) {
      String name = names.group(1);
      if (denied.contains(name)) {
        errors.add(
            "{\"SecretId\":\"%s\",\"ErrorCode\":\"AccessDeniedException\",\"Message\":\"no\"}"
                .formatted(name));
      } else if (secrets.containsKey(name)) {
        values.add(entry(name));
      }
    }
    peer.json(
        200,
        "{\"SecretValues\":[%s],\"Errors\":[%s]}"
            .formatted(String.join(",", values), String.join(",", errors)));
  }

  /** The probe knocks with the keys of nobody. */
  private boolean refused(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    int keys = keys(request);
    if (keys == 0) {
      error(peer, "UnrecognizedClientException");
      return true;
    }
    reads.incrementAndGet();
    if (throttles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      error(peer, "ThrottlingException");
      return true;
    }
    if (keys < oldestKeys) {
      error(peer, "ExpiredTokenException");
      return true;
    }
    return false;
  }

  private String entry(String name) {
    String text = secrets.getOrDefault(name, "");
    return """
    {"ARN":"arn:aws:secretsmanager:eu-west-1:1:secret:%1$s-AbCdEf","Name":"%1$s",\
    "VersionId":"11111111-2222-3333-4444-%2$012d","CreatedDate":1.7e9,"SecretString":"%3$s"}\
    """
        .formatted(name, Math.abs(text.hashCode()), text);
  }

  /** Which of the keys of the role signed the request. */
  private static int keys(ScriptedServer.Seen request) {
    Matcher signer =
        Pattern.compile("Credential=ASIA(\\d+)/")
            .matcher(request.headers().getOrDefault("authorization", ""));
    return signer.find() ? Integer.parseInt(signer.group(1)) : 0;
  }

  private static void error(ScriptedServer.Peer peer, String code) throws IOException {
    peer.json(400, "{\"__type\":\"%s\",\"Message\":\"no\"}".formatted(code));
  }

  @Override
  public void close() {
    server.close();
  }
}
