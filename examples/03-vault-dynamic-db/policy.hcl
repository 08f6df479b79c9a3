path "database/creds/app" { capabilities = ["read"] }
path "sys/leases/revoke"   { capabilities = ["update"] }
