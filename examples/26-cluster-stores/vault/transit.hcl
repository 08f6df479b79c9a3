# Store vault-transit: has the key "agents" rotated and sees that it was. It can neither encrypt nor decrypt.
path "transit/keys/agents" {
  capabilities = ["read"]
}
path "transit/keys/agents/rotate" {
  capabilities = ["update"]
}
