//go:build tools

// Package tools names the command whose module this go.mod pins.
package tools

import _ "github.com/hashicorp/vault"
