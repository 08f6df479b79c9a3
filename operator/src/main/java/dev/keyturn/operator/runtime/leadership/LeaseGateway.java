package dev.keyturn.operator.runtime.leadership;

/** One Lease of the cluster. Every call ends within its own deadline, about two seconds. */
public interface LeaseGateway {

  /** A call that the elector wants made. */
  sealed interface Request {
    record Read() implements Request {}

    /** Only where there is none. */
    record Create(LeaseRecord lease) implements Request {}

    /** Only over this version. */
    record Update(LeaseRecord lease, String version) implements Request {}
  }

  /** What came of it. */
  sealed interface Reply {
    /** As it stands now: read, or just written by us. */
    record Stands(LeaseRecord lease, String version) implements Reply {}

    record Missing() implements Reply {}

    /** Another version is there, or none any more; ours was not written. */
    record Conflict() implements Reply {}

    /** Not known; a write may have been applied. */
    record Failed() implements Reply {}
  }

  Reply send(Request request);
}
