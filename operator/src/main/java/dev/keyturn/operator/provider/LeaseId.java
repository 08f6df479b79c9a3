package dev.keyturn.operator.provider;

/**
 * The backend's name of a lease. Whoever holds it can have the lease ended, so it never prints.
 *
 * @param text 1 to 1,024 visible ASCII characters
 */
public record LeaseId(String text) {
  @Override
  public String toString() {
    return "[lease id]";
  }
}
