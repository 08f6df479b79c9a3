package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;

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

  /** A read carries none: tags take a call of their own. */
  @Override
  public boolean tagged() {
    return false;
  }

  @Override
  public Outcome<Page> list(String folder, Optional<String> cursor, Call call) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return AwsClient.edge(() ->
        calls
            .ask(call.deadline(), secrets -> secrets.listSecrets(request(prefix, cursor, call)))
            .map(answer -> page(answer, prefix)));
  }

  private static ListSecretsRequest request(String prefix, Optional<String> cursor, Call call) {
    ListSecretsRequest.Builder request =
        ListSecretsRequest.builder()
            .maxResults(PAGE)
            .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
    if (!prefix.isEmpty()) {
      request.filters(Filter.builder().key(FilterNameStringType.NAME).values(prefix).build());
    }
    cursor.ifPresent(request::nextToken);
    return request.build();
  }

  private static Page page(ListSecretsResponse answer, String prefix) {
    SortedSet<String> secrets = new TreeSet<>();
    SortedSet<String> folders = new TreeSet<>();
    answer.secretList().stream()
        .map(secret -> secret.name())
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .forEach(rest -> {
          int slash = rest.indexOf('/');
          if (slash < 0) {
            secrets.add(rest);
          } else {
            folders.add(rest.substring(0, slash));
          }
        });
    return new Page(
        secrets.stream().toList(),
        folders.stream().toList(),
        Optional.ofNullable(answer.nextToken()));
  }
}
