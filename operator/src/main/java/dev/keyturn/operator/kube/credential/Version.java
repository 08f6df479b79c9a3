package dev.keyturn.operator.kube.credential;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One state of one object. */
record Version(String uid, String resourceVersion) {
  static Version of(HasMetadata object) {
    return new Version(object.getMetadata().getUid(), object.getMetadata().getResourceVersion());
  }

  String text() {
    return uid + "@" + resourceVersion;
  }
}
