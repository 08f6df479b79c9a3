# Reads the keys below logging/ of the key-value mount "secret", version 2.
path "secret/data/logging/*" {
  capabilities = ["read"]
}
