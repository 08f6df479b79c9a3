package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.BackendHttp;
import dev.keyturn.operator.provider.ProviderClient;
import dev.keyturn.operator.provider.testkit.ContractBackend;
import dev.keyturn.operator.provider.testkit.Detour;
import dev.keyturn.operator.provider.testkit.RotatingBackend;
import dev.keyturn.operator.provider.testkit.Trait;
import dev.keyturn.operator.source.http.ScriptedServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of Secrets Manager that rotates, as its API reference and the guide "Lambda rotation
 * functions" tell it: moto rotates with the help of containers only. RotateSecret puts AWSPENDING
 * on a version that the request names; a function of somebody's, which is the test here, fills it
 * and moves AWSCURRENT. While a version is pending every other request is refused.
 */
final class FakeSecretsManager implements ContractBackend, RotatingBackend {
  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
  private static final String STRANGER = "99999999-2222-3333-4444-555555555555";

  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  private final List<String> operations = new ArrayList<>();
  private final AwsFixture aws = new AwsFixture();

  FakeSecretsManager() {
    aws.always(this::answer);
  }

  /** One secret: values and labels by version. */
  private static final class Secret {
    final Map<String, String> values = new TreeMap<>();
    final Map<String, Set<String>> labels = new TreeMap<>();
    boolean rotates;
    boolean fails;
    int rotations;

    void label(String label, String version) {
      labels.values().forEach(each -> each.remove(label));
      labels.computeIfAbsent(version, absent -> new TreeSet<>()).add(label);
    }

    Optional<String> holder(String label) {
      return labels.entrySet().stream()
          .filter(each -> each.getValue().contains(label))
          .map(Map.Entry::getKey)
          .findFirst();
    }

    void current(String version) {
      holder("AWSCURRENT").ifPresent(before -> label("AWSPREVIOUS", before));
      label("AWSCURRENT", version);
    }
  }

  private synchronized void answer(ScriptedServer.Seen request, ScriptedServer.Peer peer)
      throws IOException {
    @Nullable String target = request.headers().get("x-amz-target");
    if (target == null) {
      peer.answer(200, "Content-Type: text/xml\r\n", AwsLoginTest.IDENTITY);
      return;
    }
    String operation = target.substring(target.indexOf('.') + 1);
    operations.add(operation);
    Map<String, String> members = new TreeMap<>();
    for (Matcher each = MEMBER.matcher(request.body()); each.find(); ) {
      members.put(each.group(1), each.group(2));
    }
    String name = members.getOrDefault("SecretId", "");
    @Nullable Secret secret = secrets.get(name);
    if (secret == null) {
      peer.json(400, "{\"__type\":\"ResourceNotFoundException\"}");
      return;
    }
    switch (operation) {
      case "DescribeSecret" -> peer.json(200, described(name, secret));
      case "GetSecretValue" -> peer.json(200, value(name, secret));
      case "RotateSecret" ->
          rotate(secret, Objects.requireNonNull(members.get("ClientRequestToken")), peer);
      default -> peer.json(400, "{\"__type\":\"AccessDeniedException\"}");
    }
  }

  private static String described(String name, Secret secret) {
    String labels =
        secret.labels.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each ->
                "\"%s\":[\"%s\"]".formatted(each.getKey(), String.join("\",\"", each.getValue())))
            .collect(Collectors.joining(","));
    return "{\"Name\":\"%s\",\"RotationEnabled\":%b,\"VersionIdsToStages\":{%s}}"
        .formatted(name, secret.rotates, labels);
  }

  private static String value(String name, Secret secret) {
    String version = secret.holder("AWSCURRENT").orElseThrow();
    return "{\"Name\":\"%s\",\"VersionId\":\"%s\",\"SecretString\":\"%s\",\"CreatedDate\":1.7e9}"
        .formatted(name, version, secret.values.get(version));
  }

  private static void rotate(Secret secret, String version, ScriptedServer.Peer peer)
      throws IOException {
    Optional<String> pending = secret.holder("AWSPENDING");
    boolean busy = pending.isPresent() && !pending.equals(secret.holder("AWSCURRENT"));
    if (!secret.rotates || busy || secret.labels.containsKey(version)) {
      peer.json(400, "{\"__type\":\"InvalidRequestException\"}");
      return;
    }
    secret.rotations++;
    // Another rotation that takes its place is the one failure that the service shows.
    secret.label("AWSPENDING", secret.fails ? STRANGER : version);
    peer.json(200, "{\"Name\":\"n\",\"VersionId\":\"" + version + "\"}");
  }

  synchronized List<String> operations() {
    return List.copyOf(operations);
  }

  @Override
  public ProviderClient open() {
    return aws.client();
  }

  @Override
  public ProviderClient openBehind(Detour detour) {
    return new AwsProviderFactory(InstantSource.fixed(AwsFixture.NOW))
        .open(aws.config(new AwsAuth.Keys()), AwsFixture.keys(), detour.around(aws.http()));
  }

  @Override
  public boolean changes(BackendHttp.Request request) {
    return !MotoBackend.isQuestion(request);
  }

  @Override
  public Map<Trait, String> lacks() {
    return Map.of();
  }

  @Override
  public boolean offersRotation() {
    return true;
  }

  @Override
  public Optional<RotatingBackend> rotation() {
    return Optional.of(this);
  }

  @Override
  public List<RefusedConfig> refusedConfigs() {
    return List.of();
  }

  @Override
  public synchronized void putObject(String key, String json) {
    Secret secret = secrets.computeIfAbsent(key, absent -> new Secret());
    String version = "%032d".formatted(secret.values.size());
    secret.values.put(version, json.replace("\"", "\\\""));
    secret.current(version);
  }

  @Override
  public void remove(String key) {
    secrets.remove(key);
  }

  @Override
  public synchronized String rotatable(String name) {
    putObject(name, "{\"password\":\"p0\"}");
    secret(name).rotates = true;
    return name;
  }

  @Override
  public synchronized void finishRotation(String key) {
    Secret secret = secret(key);
    String version = secret.holder("AWSPENDING").orElseThrow();
    secret.values.put(version, "{\\\"password\\\":\\\"p" + secret.rotations + "\\\"}");
    secret.current(version);
  }

  @Override
  public synchronized void failRotations(String key, boolean fail) {
    Secret secret = secret(key);
    secret.fails = fail;
    secret.labels.remove(STRANGER);
  }

  @Override
  public synchronized int rotations(String key) {
    return secret(key).rotations;
  }

  @Override
  public boolean takesTime() {
    return true;
  }

  private Secret secret(String key) {
    return Objects.requireNonNull(secrets.get(key), key);
  }

  @Override
  public void close() {
    aws.close();
  }
}
