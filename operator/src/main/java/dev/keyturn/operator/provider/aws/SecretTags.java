package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** Replaces the tags of a secret, except those that AWS itself keeps there. */
final class SecretTags {
  private static final String OF_AWS = "aws:";

  private final AwsCalls calls;

  SecretTags(AwsCalls calls) {
    this.calls = calls;
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> !tag.getKey().startsWith(OF_AWS))
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** New ones first: a mark is never gone for a moment. */
  Outcome<Done> replace(
      SecretName name, Map<String, String> there, Map<String, String> wanted, Call call) {
    Map<String, String> added = new HashMap<>(wanted);
    added.entrySet().removeAll(there.entrySet());
    List<String> removed =
        there.keySet().stream()
            .filter(key -> !wanted.containsKey(key) && !key.startsWith(OF_AWS))
            .toList();
    return add(name, tags(added), call).then(done -> remove(name, removed, call));
  }

  private Outcome<Done> add(SecretName name, List<Tag> tags, Call call) {
    if (tags.isEmpty()) {
      return Outcome.ok(new Done());
    }
    call.another();
    return calls
        .change(
            call.deadline(),
            secrets ->
                secrets.tagResource(request ->
                    request
                        .secretId(name.id())
                        .tags(tags)
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(answer -> new Done());
  }

  private Outcome<Done> remove(SecretName name, List<String> keys, Call call) {
    if (keys.isEmpty()) {
      return Outcome.ok(new Done());
    }
    call.another();
    return calls
        .change(
            call.deadline(),
            secrets ->
                secrets.untagResource(request ->
                    request
                        .secretId(name.id())
                        .tagKeys(keys)
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(answer -> new Done());
  }
}
