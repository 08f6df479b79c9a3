package dev.keyturn.operator.provider.aws;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Names of parameters by GetParametersByPath, with everything below a folder: the service names no
 * folders, only what is in them. Values that come along are encrypted where they are secret, and
 * are let go.
 */
final class ParameterLister implements Lister {
  private static final int PAGE = 10;

  private final AwsCalls calls;

  ParameterLister(AwsCalls calls) {
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
            .askSsm(
                call.deadline(),
                ssm ->
                    ssm.getParametersByPath(request -> {
                      request
                          .path("/" + folder)
                          .recursive(true)
                          .withDecryption(false)
                          .maxResults(PAGE)
                          .overrideConfiguration(AwsCalls.signedWith(call.session().token()));
                      cursor.ifPresent(request::nextToken);
                    }))
            .map(answer -> page(answer, prefix)));
  }

  private static Page page(GetParametersByPathResponse answer, String prefix) {
    SortedSet<String> secrets = new TreeSet<>();
    SortedSet<String> folders = new TreeSet<>();
    answer.parameters().stream()
        .map(Parameter::name)
        .map(ParameterName::key)
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
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
