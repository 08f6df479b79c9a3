module keyturn.dev/e2e/helm

go 1.26.0
