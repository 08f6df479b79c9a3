# Reads the keys of the environment staging in the key-value mount "secret", version 2.
path "secret/data/staging/*" {
  capabilities = ["read"]
}
