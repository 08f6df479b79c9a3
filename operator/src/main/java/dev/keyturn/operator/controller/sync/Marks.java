package dev.keyturn.operator.controller.sync;

import dev.keyturn.operator.engine.plan.TemplateNews;

/**
 * What a sync was told, and what of it no attempt has taken up yet. Told by any thread, taken up by
 * the one pass that is under way.
 */
final class Marks {
  private volatile boolean due;
  private volatile boolean hintedOnly;
  private int told;
  private int toldBeforeLook;
  private long toldAt;
  private boolean carried;
  private boolean relaxed;
  private boolean recovered;
  private volatile long changedAt;
  private volatile boolean hasChanged;
  private volatile boolean templateChanged;
  private volatile boolean templateUnapplied;

  /** What is told from here on, the caches may not show to the attempt that comes next. */
  synchronized void look() {
    toldBeforeLook = told;
    recovered = false;
  }

  /** The store serves again, which a pass that has looked already cannot see. */
  synchronized void markRecovered() {
    recovered = true;
  }

  /** Whether the store came back behind the pass: what it waits for has been. */
  synchronized boolean isRecovered() {
    return recovered;
  }

  /** Due because of something that was told at the given monotonic time. */
  synchronized void markDue(long now) {
    told++;
    toldAt = now;
    dueAnew();
  }

  /** The same, where the values themselves changed: older reads are no news. */
  synchronized void markChanged(long now) {
    changedAt = now;
    hasChanged = true;
    markDue(now);
  }

  /**
   * The values may have changed, says the backend: due as by the passing of time, which windows
   * hold back, until it is due for more.
   */
  synchronized void markHinted(long now) {
    boolean onlyThis = !due || hintedOnly;
    markDue(now);
    hintedOnly = onlyThis;
  }

  /** An object that templates stand in was changed. */
  synchronized void markTemplate() {
    told++;
    templateChanged = true;
  }

  /** Due for a reason of the sync's own, which no earlier read answers. */
  synchronized void dueAnew() {
    carried = false;
    due = true;
    hintedOnly = false;
  }

  boolean isDue() {
    return due;
  }

  /** True where nothing but hints of the backend makes it due. */
  boolean isHintedOnly() {
    return hintedOnly;
  }

  /** The later of the given moment and the last change that the sync was told of. */
  long notBeforeChange(long moment) {
    return hasChanged && changedAt - moment > 0 ? changedAt : moment;
  }

  /**
   * The moment from which on reads count for this attempt, where those after the sync's own last
   * one would. An attempt that is only about what the one before may have missed takes that one's
   * read, if it began later than what was told.
   */
  synchronized long notBeforeTold(long afterOwn) {
    return relaxed && toldAt - afterOwn < 0 ? toldAt : afterOwn;
  }

  /** Sets the mark that was taken: the change is one. */
  void keepTemplateMark() {
    templateChanged = true;
  }

  /** Clears the mark; a change from here on sets it again. */
  boolean takeTemplateMark() {
    boolean marked = templateChanged;
    templateChanged = false;
    return marked;
  }

  /** What happened to the objects that templates stand in. */
  TemplateNews templates() {
    if (templateChanged) {
      return TemplateNews.CHANGED;
    }
    return templateUnapplied ? TemplateNews.UNAPPLIED : TemplateNews.NONE;
  }

  /** The target is made from the objects as they are. */
  void templatesApplied() {
    templateUnapplied = false;
  }

  /**
   * An attempt takes up what was told before its {@link #look}. Where anything was told since, all
   * of it stays for the next one.
   *
   * @param timed true where the passing of time leads to the attempt as well
   * @return false where it stays
   */
  synchronized boolean take(boolean timed) {
    relaxed = carried && !timed;
    templateUnapplied |= templateChanged;
    carried = told != toldBeforeLook;
    if (!carried) {
      due = false;
      hintedOnly = false;
      templateChanged = false;
    }
    return !carried;
  }
}
