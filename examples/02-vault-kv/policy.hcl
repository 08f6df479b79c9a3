# Reads the keys below shop/ of the key-value mount "secret", version 2. Keyturn needs neither list nor metadata.
path "secret/data/shop/*" {
  capabilities = ["read"]
}
