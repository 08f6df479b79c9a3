package dev.keyturn.operator.provider;

import java.util.List;
import java.util.Optional;

/** Names of the secrets of a backend. A facet: not every backend has it. */
public interface Lister {

  /**
   * One page of the names directly in a folder. A folder that is not there has no names: most
   * backends know folders by what is in them alone.
   *
   * @param folder without a slash at its end; empty for the root
   * @param cursor empty for the first page, else what the page before said
   */
  Outcome<Page> list(String folder, Optional<String> cursor, Call call);

  /** Whether {@link RemoteValue#tags} of a read are the backend's tags. */
  boolean tagged();

  /**
   * Some names of a folder, in no order, at most 8 MiB of answer.
   *
   * @param secrets their last segment
   * @param folders their last segment, without a slash
   * @param next the cursor of the next page; empty on the last one
   */
  record Page(List<String> secrets, List<String> folders, Optional<String> next) {}
}
