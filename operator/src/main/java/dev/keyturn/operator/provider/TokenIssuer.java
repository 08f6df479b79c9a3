package dev.keyturn.operator.provider;

/** What a client offers whose backend makes short-lived tokens. Thread-safe. */
public interface TokenIssuer {

  /**
   * Has a token made; never repeated by the client. InvalidData/FIELD for a kind that this backend
   * does not make.
   */
  Outcome<IssuedToken> issue(TokenRequest request, Call call);

  /** The answer to a request for what another backend makes. */
  static Outcome<IssuedToken> notMine() {
    return Outcome.failed(FailureClass.InvalidData, FailureDetail.FIELD);
  }
}
