package dev.keyturn.operator.provider.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.operator.provider.Deadline;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.RemoteRef;
import dev.keyturn.operator.provider.testkit.Trait;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/** The provider's contract on the parameters of one region of a moto server. */
public final class MotoParameters extends MotoBackend {

  public MotoParameters(RealMoto moto) {
    super(moto, AwsConfig.Service.ParameterStore);
  }

  @Override
  public Map<Trait, String> lacks() {
    Map<Trait, String> lacks = new EnumMap<>(super.lacks());
    lacks.remove(Trait.HISTORY);
    lacks.put(Trait.BYTES, "a parameter is text");
    lacks.put(Trait.SOFT_DELETE, "a deletion is final");
    lacks.put(Trait.UNDELETE, "a deletion is final");
    lacks.put(Trait.REFUSED_RACE, "a change has no condition");
    return lacks;
  }

  /** The alphabet of names is small: what it lacks is spelled in hexadecimal. */
  @Override
  public String key(String name) {
    StringBuilder key = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      boolean legal = octet > 0 && String.valueOf((char) octet).matches("[A-Za-z0-9/_.-]");
      key.append(legal ? String.valueOf((char) octet) : "_%02x".formatted(octet));
    }
    return key.toString();
  }

  /** Parameter Store rotates nothing. */
  @Override
  public boolean offersRotation() {
    return false;
  }

  @Override
  public Map<String, RemoteRef> rotated() {
    return Map.of();
  }

  @Override
  public String unknownVersion() {
    return "99";
  }

  /** Over 4 KiB a parameter is of the advanced tier. */
  @Override
  public int writeLimit() {
    return 8192;
  }

  @Override
  public String version() {
    return unknownVersion();
  }

  @Override
  public int namesPerPage() {
    return 10;
  }

  @Override
  public int largestValue() {
    return 4096 - "{\"v\":\"\"}".length();
  }

  @Override
  public void putObject(String key, String json) {
    putText(key, json);
  }

  @Override
  public void putText(String key, String text) {
    done(
        admin()
            .changeSsm(
                soon(),
                ssm ->
                    ssm.putParameter(request ->
                        request
                            .name(ParameterName.of(key).name())
                            .value(text)
                            .type(ParameterType.SECURE_STRING)
                            .overwrite(true)
                            .overrideConfiguration(signed()))));
  }

  @Override
  public Optional<String> text(String key) {
    Outcome<GetParameterResponse> answer =
        admin()
            .askSsm(
                soon(),
                ssm ->
                    ssm.getParameter(request ->
                        request
                            .name(ParameterName.of(key).name())
                            .withDecryption(true)
                            .overrideConfiguration(signed())));
    return answer instanceof Outcome.Ok<GetParameterResponse>(GetParameterResponse found)
        ? Optional.of(found.parameter().value())
        : Optional.empty();
  }

  @Override
  public void putBytes(String key, byte[] bytes) {
    throw new IllegalStateException("a parameter is text");
  }

  @Override
  public void softDelete(String key) {
    throw new IllegalStateException("a deletion is final");
  }

  @Override
  public void remove(String key) {
    done(
        admin()
            .changeSsm(
                soon(),
                ssm ->
                    ssm.deleteParameter(request ->
                        request
                            .name(ParameterName.of(key).name())
                            .overrideConfiguration(signed()))));
  }

  @Override
  public void tag(String key, Map<String, String> tags) {
    done(
        admin()
            .changeSsm(
                soon(),
                ssm ->
                    ssm.addTagsToResource(request ->
                        request
                            .resourceType(ResourceTypeForTagging.PARAMETER)
                            .resourceId(ParameterName.of(key).name())
                            .tags(ParameterTags.tags(tags))
                            .overrideConfiguration(signed()))));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}
