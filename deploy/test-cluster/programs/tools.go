//go:build tools

// Package programs pins the programs of the test cluster that are built from other modules.
package programs

import (
	_ "github.com/yannh/kubeconform/cmd/kubeconform"
	_ "helm.sh/helm/v3/cmd/helm"
)
