package dev.keyturn.operator.provider.azure;

import dev.keyturn.operator.provider.Call;
import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.Lister;
import dev.keyturn.operator.provider.Outcome;
import dev.keyturn.operator.provider.wire.Edge;
import java.util.List;
import java.util.Optional;

/**
 * Names of a vault's secrets, 25 a page and without a filter. Names hold no slash: everything
 * stands in the root. A secret that is switched off is listed, and a read of it fails: leaving it
 * out would look like a deletion.
 */
final class SecretLister implements Lister {
  private final VaultCalls calls;
  private final Meaning meaning;

  SecretLister(VaultCalls calls, Meaning meaning) {
    this.calls = calls;
    this.meaning = meaning;
  }

  @Override
  public TagFilter tagFilter() {
    return TagFilter.BY_VALUE;
  }

  @Override
  public Outcome<Page> list(Folder folder, Optional<String> cursor, Call call) {
    if (!folder.path().isEmpty()) {
      return call.deadline().passed()
          ? Outcome.failed(FailureClass.Timeout)
          : Outcome.ok(new Page(List.of(), List.of(), Optional.empty()));
    }
    return Edge.guard(() ->
        calls.page(
            "/secrets",
            cursor,
            call,
            answer ->
                answer.status() == 200
                    ? Outcome.ok(page(ItemPage.read(answer.body())))
                    : Outcome.failed(meaning.of(answer))));
  }

  private static Page page(ItemPage page) {
    return new Page(
        page.items().stream().map(item -> item.id().listed()).toList(), List.of(), page.next());
  }
}
