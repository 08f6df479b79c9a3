package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.RemoteValue;
import dev.keyturn.operator.provider.SecretBytes;
import dev.keyturn.operator.provider.Standing;
import dev.keyturn.operator.provider.VersionStamp;
import dev.keyturn.operator.provider.Writer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Writes secrets of Secrets Manager. The first version comes with the secret itself; {@link
 * VersionSwitch} makes the ones after it. A deletion takes the whole secret, because the service
 * cannot delete one version: it is refused where another version became current.
 */
final class SecretWriter implements Writer {
  /** The service's own suffix of an ARN looks like this: such names are mixed up with others. */
  private static final Pattern LIKE_AN_ARN = Pattern.compile(".*-[A-Za-z0-9]{6}");

  /**
   * The service keeps about a hundred versions, and all of the last 24 hours: it wants no value to
   * be changed more than once every ten minutes, sustained (API reference of PutSecretValue).
   */
  private static final Duration SPACING = Duration.ofMinutes(10);

  private final AwsConfig config;
  private final AwsCalls calls;
  private final SecretReader reader;
  private final VersionSwitch versions;
  private final SecretTags tags;
  private final SecretRestoration restoration;

  SecretWriter(AwsConfig config, AwsCalls calls, SecretReader reader) {
    this.config = config;
    this.calls = calls;
    this.reader = reader;
    this.versions = new VersionSwitch(calls);
    this.tags = new SecretTags(calls);
    this.restoration = new SecretRestoration(calls);
  }

  @Override
  public Optional<Duration> spacing() {
    return Optional.of(SPACING);
  }

  @Override
  public Outcome<Standing> look(String key, Call call) {
    return AwsClient.edge(() ->
        described(name(key), call)
            .then(found ->
                found.isEmpty()
                    ? Outcome.ok(new Standing.Absent())
                    : standing(key, found.get(), call)));
  }

  /** A secret that never had a value is as good as none. */
  private Outcome<Standing> standing(String key, SecretState state, Call call) {
    if (state.deleted()) {
      return Outcome.ok(new Standing.Gone(state.stamp(), state.tags()));
    }
    if (state.current().isEmpty()) {
      return Outcome.ok(new Standing.Absent());
    }
    call.another();
    return reader
        .read(new RemoteRef(key, state.current()), call)
        .map(read ->
            new Standing.Present(
                new RemoteValue(read.payload(), read.shape(), read.version(), state.tags())));
  }

  /** The account is known to the service alone; the ids of versions tell secrets apart. */
  @Override
  public Optional<String> place(String key) {
    return Optional.empty();
  }

  @Override
  public Outcome<VersionStamp> createIfAbsent(
      String key, SecretBytes payload, Map<String, String> tags, Call call) {
    return AwsClient.edge(() -> {
      SecretName name = creatable(key);
      Content content = Content.of(payload, Content.LIMIT);
      String id = WriteId.of(call.session().token(), name.name(), "", payload);
      return calls
          .change(call.deadline(), secrets -> create(secrets, name, content, id, tags, call))
          .then(made ->
              made.map(version -> Outcome.ok(stamp(version)))
                  .orElseGet(() -> firstValue(name, content, id, tags, call)));
    });
  }

  private SecretName creatable(String key) {
    SecretName name = name(key);
    if (!name.isName() || LIKE_AN_ARN.matcher(key).matches()) {
      throw new AwsProblem(FailureClass.InvalidData, FailureDetail.NAME_ILLEGAL);
    }
    return name;
  }

  /** Id of the version; empty where the name is taken, by a secret that is deleted too. */
  private Optional<String> create(
      SecretsManagerClient secrets,
      SecretName name,
      Content content,
      String id,
      Map<String, String> tags,
      Call call) {
    try {
      return Optional.of(
          AwsCalls.told(
              secrets
                  .createSecret(request -> {
                    request
                        .name(name.name())
                        .clientRequestToken(id)
                        .tags(SecretTags.tags(tags))
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
                    config.writing().kmsKeyId().ifPresent(request::kmsKeyId);
                    content.putTo(request);
                  })
                  .versionId()));
    } catch (ResourceExistsException | InvalidRequestException taken) {
      return Optional.empty();
    }
  }

  /** Others make secrets without a value, for somebody to fill them. */
  private Outcome<VersionStamp> firstValue(
      SecretName name, Content content, String id, Map<String, String> tags, Call call) {
    call.another();
    return described(name, call)
        .then(found -> {
          if (found.isEmpty()) {
            return Outcome.failed(FailureClass.InvalidData);
          }
          SecretState state = found.get();
          return state.deleted() || state.current().isPresent()
              ? Outcome.failed(FailureClass.Conflict, FailureDetail.ALREADY_EXISTS)
              : mark(name, state, tags, call)
                  .then(marked -> versions.write(name, state, content, id, call))
                  .map(SecretWriter::stamp);
        });
  }

  /** Beside the tags of whoever made the secret. */
  private Outcome<Done> mark(
      SecretName name, SecretState state, Map<String, String> wanted, Call call) {
    Map<String, String> all = new HashMap<>(state.tags());
    all.putAll(wanted);
    return tags.replace(name, state.tags(), all, call);
  }

  /** A deleted secret comes back first, with its old value until the new one is current. */
  @Override
  public Outcome<VersionStamp> compareAndSet(
      String key, SecretBytes payload, VersionStamp newest, Call call) {
    return AwsClient.edge(() -> {
      SecretName name = name(key);
      Content content = Content.of(payload, Content.LIMIT);
      String id = WriteId.of(call.session().token(), name.name(), newest.id(), payload);
      return described(name, call)
          .then(found -> {
            if (found.filter(state -> state.current().equals(Optional.of(id))).isPresent()) {
              return Outcome.ok(stamp(id));
            }
            if (found.filter(state -> state.isAt(newest)).isEmpty()) {
              return Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
            }
            SecretState state = found.get();
            return (state.deleted() ? restoration.restore(name, call) : Outcome.ok(new Done()))
                .then(there -> versions.write(name, state, content, id, call))
                .map(SecretWriter::stamp);
          });
    });
  }

  @Override
  public Outcome<Done> tag(String key, Map<String, String> wanted, Call call) {
    return AwsClient.edge(() -> {
      SecretName name = name(key);
      return described(name, call)
          .then(found ->
              found.isEmpty()
                  ? Outcome.failed(FailureClass.NotFound)
                  : tags.replace(name, found.get().tags(), wanted, call));
    });
  }

  @Override
  public Outcome<Done> delete(String key, VersionStamp version, Call call) {
    return AwsClient.edge(() -> {
      SecretName name = name(key);
      return described(name, call)
          .then(found -> {
            if (found.isEmpty() || found.get().deleted()) {
              return Outcome.ok(new Done());
            }
            return found.get().isAt(version)
                ? delete(name, call)
                : Outcome.failed(FailureClass.Conflict, FailureDetail.CAS_MISMATCH);
          });
    });
  }

  private Outcome<Done> delete(SecretName name, Call call) {
    call.another();
    return calls
        .change(
            call.deadline(),
            secrets ->
                secrets.deleteSecret(request -> {
                  request
                      .secretId(name.id())
                      .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
                  config
                      .writing()
                      .recoveryDays()
                      .ifPresentOrElse(
                          days -> request.recoveryWindowInDays(days.longValue()),
                          () -> request.forceDeleteWithoutRecovery(true));
                }))
        .map(deleted -> new Done());
  }

  /** Empty where there is no such secret. */
  private Outcome<Optional<SecretState>> described(SecretName name, Call call) {
    return calls.ask(
        call.deadline(), secrets -> describe(secrets, name, call).map(SecretState::of));
  }

  private static Optional<DescribeSecretResponse> describe(
      SecretsManagerClient secrets, SecretName name, Call call) {
    try {
      return Optional.of(
          secrets.describeSecret(request ->
              request
                  .secretId(name.id())
                  .overrideConfiguration(AwsCalls.signedWith(call.session().token()))));
    } catch (ResourceNotFoundException never) {
      return Optional.empty();
    }
  }

  private SecretName name(String key) {
    return SecretName.of(key, config.region());
  }

  private static VersionStamp stamp(String version) {
    return new VersionStamp(version, false, Optional.empty());
  }
}
