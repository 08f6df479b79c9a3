# Reads what all environments share in the key-value mount "secret", version 2.
path "secret/data/all/*" {
  capabilities = ["read"]
}
