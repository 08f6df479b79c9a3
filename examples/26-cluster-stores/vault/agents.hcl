# The agents themselves, by a login of their own: they use the key "agents", and can neither read nor rotate it.
path "transit/encrypt/agents" {
  capabilities = ["update"]
}
path "transit/decrypt/agents" {
  capabilities = ["update"]
}
