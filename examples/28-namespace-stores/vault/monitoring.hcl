# Reads the keys below monitoring/ of the key-value mount "secret", version 2.
path "secret/data/monitoring/*" {
  capabilities = ["read"]
}
