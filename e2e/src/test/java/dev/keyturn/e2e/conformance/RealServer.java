package dev.keyturn.e2e.conformance;

import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.process.HttpCaller;

/** The API server of Kubernetes itself. */
record RealServer(RealControlPlane cluster) implements TestServer {
  @Override
  public String name() {
    return "kube-apiserver";
  }

  @Override
  public HttpCaller caller() {
    return cluster.admin();
  }

  @Override
  public void forgetHistory() {
    cluster.forgetHistory();
  }
}
