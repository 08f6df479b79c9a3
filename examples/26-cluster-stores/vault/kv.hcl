# Store vault: reads the keys below app/ of the key-value mount "secret", version 2.
path "secret/data/app/*" {
  capabilities = ["read"]
}
