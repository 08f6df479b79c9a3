path "database/creds/shop" { capabilities = ["read"] }
path "sys/leases/revoke"   { capabilities = ["update"] }
