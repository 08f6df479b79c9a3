package dev.keyturn.crds.v1alpha1;

/** How a webhook is asked. */
public enum WebhookMethod {
  GET,
  POST
}
