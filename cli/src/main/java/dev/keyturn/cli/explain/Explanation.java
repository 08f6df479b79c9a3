package dev.keyturn.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keyturn.cli.status.Health;
import java.util.ArrayList;
import java.util.List;

/**
 * Why an object is as it is.
 *
 * @param chain from what it depends on to what it makes
 * @param fix what to do, the nearest first; empty where nothing is to be done
 * @param docs where more is said; empty where nothing is to be done
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Explanation(Health object, List<Link> chain, List<String> fix, List<String> docs) {
  Explanation {
    chain = List.copyOf(chain);
    fix = List.copyOf(fix);
    docs = List.copyOf(docs);
  }

  /** As a tree. */
  String text() {
    List<String> branches = new ArrayList<>();
    chain.forEach(link -> branches.add(link.toString()));
    fix.forEach(step -> branches.add("fix: " + step));
    StringBuilder text = new StringBuilder(head()).append('\n');
    for (int i = 0; i < branches.size(); i++) {
      text.append(i == branches.size() - 1 ? "└─ " : "├─ ").append(branches.get(i)).append('\n');
    }
    docs.forEach(page -> text.append("docs: ").append(page).append('\n'));
    return text.toString();
  }

  private String head() {
    return object.title()
        + "   "
        + (object.isReady() ? "READY" : "NOT READY")
        + "   "
        + object.reason()
        + "   (generation "
        + object.generation()
        + ", observed "
        + object.observed()
        + ")";
  }
}
