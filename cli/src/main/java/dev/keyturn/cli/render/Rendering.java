package dev.keyturn.cli.render;

import dev.keyturn.operator.engine.mac.MacKey;
import dev.keyturn.operator.engine.mac.Macs;
import dev.keyturn.operator.engine.plan.IssueRequest;
import dev.keyturn.operator.engine.plan.IssueResult;
import dev.keyturn.operator.engine.plan.Knowledge;
import dev.keyturn.operator.engine.plan.ListRequest;
import dev.keyturn.operator.engine.plan.ListResult;
import dev.keyturn.operator.engine.plan.Observed;
import dev.keyturn.operator.engine.plan.Problem;
import dev.keyturn.operator.engine.plan.ReadRequest;
import dev.keyturn.operator.engine.plan.ReadResult;
import dev.keyturn.operator.engine.plan.Serving;
import dev.keyturn.operator.engine.plan.SpecOutcome;
import dev.keyturn.operator.engine.plan.Step;
import dev.keyturn.operator.engine.plan.SyncPlan;
import dev.keyturn.operator.engine.plan.SyncSettings;
import dev.keyturn.operator.engine.plan.TemplateNews;
import dev.keyturn.operator.engine.plan.TemplateTexts;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.operator.engine.tenancy.NamespaceIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks the operator's own plan for one sync to its end, with answers that are at hand. */
final class Rendering {
  private static final int MOST_ROUNDS = 64;

  private final SyncPlan plan =
      new SyncPlan(new Macs(MacKey.of(new byte[MacKey.BYTES])), new Templates(Limits.standard()));
  private final OfflineAnswers answers;
  private final TemplateManifests templates;
  private final Map<ReadRequest, ReadResult> reads = new HashMap<>();
  private final Map<ListRequest, ListResult> lists = new HashMap<>();
  private final Map<IssueRequest, IssueResult> issued = new HashMap<>();
  private Optional<TemplateTexts> texts = Optional.empty();

  Rendering(OfflineAnswers answers, TemplateManifests templates) {
    this.answers = answers;
    this.templates = templates;
  }

  /** {@link Step.Complete}, whose values the caller wipes, or {@link Step.Failed}. */
  Step run(SyncManifest sync, SyncSettings settings, OfflineStores stores, Instant now) {
    Observed observed = observed(sync, settings, stores, now);
    try {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        Step step = plan.next(observed, new Knowledge(reads, lists, texts, issued));
        switch (step) {
          case Step.Complete complete -> {
            return complete;
          }
          case Step.Failed failed -> {
            return failed;
          }
          case Step.Park(Problem why) ->
              throw new IllegalStateException("a store that waits: " + why.kind());
          case Step.Rest rest -> throw new IllegalStateException("a new sync that rests");
          case Step.Confirmed confirmed ->
              throw new IllegalStateException("a new sync that is as it was");
          case Step.NeedTexts(var objects) -> texts = Optional.of(templates.read(objects));
          case Step.Issue(List<IssueRequest> requests) ->
              requests.forEach(request -> issued.put(request, answers.issue(request)));
          case Step.Need need -> {
            need.reads().forEach(request -> reads.put(request, answers.read(request)));
            need.lists().forEach(request -> lists.put(request, answers.list(request)));
          }
        }
      }
      throw new IllegalStateException("a plan that always needs more");
    } finally {
      wipe();
    }
  }

  /** A sync that was never looked at, in a world without hindrance. */
  private static Observed observed(
      SyncManifest sync, SyncSettings settings, OfflineStores stores, Instant now) {
    NamespaceIdentity namespace = new NamespaceIdentity(sync.id().namespace(), "render");
    return new Observed(
        sync.id(),
        Optional.of(namespace),
        new SpecOutcome.Read(settings),
        1,
        Optional.empty(),
        Optional.empty(),
        stores.views(),
        List.of(stores.leave(namespace, settings)),
        true,
        Optional.empty(),
        true,
        false,
        Serving.UNKNOWN,
        now,
        TemplateNews.NONE,
        false);
  }

  private void wipe() {
    for (ReadResult result : reads.values()) {
      if (result instanceof ReadResult.Value value) {
        value.tree().close();
      }
    }
    for (IssueResult result : issued.values()) {
      if (result instanceof IssueResult.Issued(var values)) {
        values.values().forEach(value -> Arrays.fill(value, (byte) 0));
      }
    }
  }
}
