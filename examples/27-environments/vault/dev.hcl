# Reads the keys of the environment dev in the key-value mount "secret", version 2.
path "secret/data/dev/*" {
  capabilities = ["read"]
}
