# Reads the keys of the environment prod in the key-value mount "secret", version 2.
path "secret/data/prod/*" {
  capabilities = ["read"]
}
