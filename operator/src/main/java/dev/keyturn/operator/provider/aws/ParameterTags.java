package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.ProviderClient.Done;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Reads and replaces the tags of a parameter, except those that AWS itself keeps there. */
final class ParameterTags {
  private static final String OF_AWS = "aws:";

  private final AwsCalls calls;

  ParameterTags(AwsCalls calls) {
    this.calls = calls;
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .filter(tag -> !tag.getKey().startsWith(OF_AWS))
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  Outcome<Map<String, String>> of(ParameterName name, Call call) {
    return calls
        .askSsm(
            call.deadline(),
            ssm ->
                ssm.listTagsForResource(request ->
                    request
                        .resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId(name.name())
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(answer -> {
          Map<String, String> tags = new TreeMap<>();
          answer.tagList().forEach(tag -> tags.put(tag.key(), tag.value()));
          return tags;
        });
  }

  /** New ones first: a mark is never gone for a moment. */
  Outcome<Done> replace(
      ParameterName name, Map<String, String> there, Map<String, String> wanted, Call call) {
    Map<String, String> added = new HashMap<>(wanted);
    added.entrySet().removeAll(there.entrySet());
    List<String> removed =
        there.keySet().stream()
            .filter(key -> !wanted.containsKey(key) && !key.startsWith(OF_AWS))
            .toList();
    return add(name, tags(added), call).then(done -> remove(name, removed, call));
  }

  private Outcome<Done> add(ParameterName name, List<Tag> tags, Call call) {
    if (tags.isEmpty()) {
      return Outcome.ok(new Done());
    }
    call.another();
    return calls
        .changeSsm(
            call.deadline(),
            ssm ->
                ssm.addTagsToResource(request ->
                    request
                        .resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId(name.name())
                        .tags(tags)
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(answer -> new Done());
  }

  private Outcome<Done> remove(ParameterName name, List<String> keys, Call call) {
    if (keys.isEmpty()) {
      return Outcome.ok(new Done());
    }
    call.another();
    return calls
        .changeSsm(
            call.deadline(),
            ssm ->
                ssm.removeTagsFromResource(request ->
                    request
                        .resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId(name.name())
                        .tagKeys(keys)
                        .overrideConfiguration(AwsCalls.signedWith(call.session().token()))))
        .map(answer -> new Done());
  }
}
