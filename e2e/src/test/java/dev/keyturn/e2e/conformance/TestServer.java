package dev.keyturn.e2e.conformance;

import dev.keyturn.e2e.process.HttpCaller;

/** An API server that the request scripts run against. */
interface TestServer {
  /** How it is called in reports. */
  String name();

  /** Requests with every right. */
  HttpCaller caller();

  /** Makes versions before now unknown, so that watches and continuations from there are gone. */
  void forgetHistory();
}
