package dev.keyturn.operator.source.http;

import dev.keyturn.operator.provider.FailureClass;
import dev.keyturn.operator.provider.FailureDetail;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What an exception of the HTTP client means; its text is not kept. */
record TransportFault(FailureClass kind, FailureDetail detail, boolean beforeTheRequest) {

  private TransportFault(FailureClass kind, boolean beforeTheRequest) {
    this(kind, FailureDetail.NONE, beforeTheRequest);
  }

  static TransportFault of(Throwable thrown) {
    if (any(thrown, HttpTimeoutException.class::isInstance)) {
      // The client sets no timeout but the one of the connection.
      return new TransportFault(FailureClass.Timeout, true);
    }
    if (any(thrown, UnknownHostException.class::isInstance)) {
      return new TransportFault(FailureClass.Unavailable, FailureDetail.UNKNOWN_HOST, true);
    }
    boolean cut =
        any(thrown, cause -> cause instanceof SocketException || cause instanceof EOFException);
    if (!cut && any(thrown, SSLException.class::isInstance)) {
      return new TransportFault(FailureClass.TlsError, true);
    }
    // The client throws unchecked ones too, at a length that is no number for example.
    if (any(thrown, cause -> cause instanceof IOException || cause instanceof RuntimeException)) {
      return new TransportFault(
          FailureClass.Unavailable, any(thrown, ConnectException.class::isInstance));
    }
    return new TransportFault(FailureClass.Internal, false);
  }

  private static boolean any(Throwable thrown, Predicate<Throwable> test) {
    // The limit ends a cycle of causes.
    return Stream.<Throwable>iterate(thrown, cause -> cause != null, Throwable::getCause)
        .limit(16)
        .anyMatch(test);
  }
}
