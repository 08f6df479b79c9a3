package dev.keyturn.operator.provider;

/** How far a rotation has come. */
public sealed interface RotationState {

  /** The old value is still the newest; the backend may need minutes, and may never end. */
  record Pending() implements RotationState {}

  /** The new value is the newest. */
  record Done(VersionStamp version) implements RotationState {}

  /** It will not come to an end: another version or rotation took its place. */
  record Failed() implements RotationState {}
}
