package dev.keyturn.devcluster.resource;

/** Finalizers that the server's own controllers answer for. */
public final class ResourceKindFinalizers {
  /** Holds a CustomResourceDefinition until its objects are gone. */
  public static final String DEFINITION = "customresourcecleanup.apiextensions.k8s.io";

  private ResourceKindFinalizers() {}
}
