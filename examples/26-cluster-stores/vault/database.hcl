# Store vault-database: has users made, ends them with their SecretSync, and reads the one whose password Vault changes.
path "database/creds/app" {
  capabilities = ["read"]
}
path "sys/leases/revoke" {
  capabilities = ["update"]
}
path "database/static-creds/app" {
  capabilities = ["read"]
}
