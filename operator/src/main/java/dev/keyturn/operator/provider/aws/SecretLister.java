package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/**
 * Names of secrets by ListSecrets, as if their slashes made folders. The service filters by prefix
 * and leaves out what is marked for deletion; its list lags behind by up to five minutes.
 */
final class SecretLister implements Lister {
  private static final int PAGE = 100;

  private final AwsCalls calls;

  SecretLister(AwsCalls calls) {
    this.calls = calls;
  }

  /** Of the list: with a value they do not come. */
  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_LIST;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    return AwsClient.edge(() ->
        calls
            .ask(call.deadline(), secrets -> secrets.listSecrets(request(folder, cursor, call)))
            .then(answer ->
                answer.hasSecretList()
                    ? Outcome.ok(page(answer, folder))
                    : Outcome.failed(FailureClass.InvalidData)));
  }

  private static ListSecretsRequest request(Folder folder, Optional<String> cursor, Call call) {
    ListSecretsRequest.Builder request =
        ListSecretsRequest.builder()
            .maxResults(PAGE)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
    request.filters(filters(folder));
    cursor.ifPresent(request::nextToken);
    return request.build();
  }

  /** The service compares beginnings, and names and values of tags apart: it only saves pages. */
  private static List<Filter> filters(Folder folder) {
    List<Filter> filters = new ArrayList<>();
    if (!folder.prefix().isEmpty()) {
      filters.add(filter(FilterNameStringType.NAME, List.of(folder.prefix())));
    }
    if (!folder.tags().isEmpty()) {
      filters.add(filter(FilterNameStringType.TAG_KEY, List.of(folder.tags().firstKey())));
    }
    return filters;
  }

  private static Filter filter(FilterNameStringType key, List<String> values) {
    return Filter.builder().key(key).values(values).build();
  }

  private static Page page(ListSecretsResponse answer, Folder folder) {
    SortedSet<String> secrets = new TreeSet<>();
    SortedSet<String> folders = new TreeSet<>();
    for (SecretListEntry secret : answer.secretList()) {
      if (!secret.name().startsWith(folder.prefix())) {
        continue;
      }
      String rest = secret.name().substring(folder.prefix().length());
      int slash = rest.indexOf('/');
      if (slash >= 0) {
        folders.add(rest.substring(0, slash));
      } else if (folder.takes(tags(secret))) {
        secrets.add(rest);
      }
    }
    return new Page(
        secrets.stream().toList(),
        folders.stream().toList(),
        Optional.ofNullable(answer.nextToken()));
  }

  private static Map<String, String> tags(SecretListEntry secret) {
    Map<String, String> tags = new HashMap<>();
    secret.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }
}
