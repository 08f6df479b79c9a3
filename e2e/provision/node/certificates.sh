#!/bin/sh
# Makes the keys, certificates and kubeconfig files of a node.
#
#   certificates.sh FOLDER
set -eu
cd "$1"

# certificate NAME SUBJECT EXTENSIONS: NAME.key and NAME.crt, signed by ca
certificate() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  printf '%b' "$3" >"$1.ext"
  openssl req -new -key "$1.key" -subj "$2" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.crt" 2>/dev/null
}

# client NAME USER GROUP: a kubeconfig file as well; Kubernetes reads CN as user and O as group
client() {
  certificate "$1" "/O=$3/CN=$2" "extendedKeyUsage=clientAuth\n"
  cat >"$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: node
clusters: [{name: node, cluster: {server: "https://10.88.0.1:6443", certificate-authority: /run/node/pki/ca.crt}}]
users: [{name: node, user: {client-certificate: /run/node/pki/$1.crt, client-key: /run/node/pki/$1.key}}]
contexts: [{name: node, context: {cluster: node, user: node}}]
YAML
}

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -subj /CN=keyturn-test -days 2 -out ca.crt
certificate apiserver /CN=kube-apiserver "extendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1,IP:10.88.0.1,IP:10.96.0.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local\n"
certificate kubelet-server /CN=node "extendedKeyUsage=serverAuth\nsubjectAltName=IP:10.88.0.1,DNS:node\n"
client admin admin system:masters
client apiserver-kubelet kube-apiserver system:masters
client kubelet system:node:node system:nodes
client controller-manager system:kube-controller-manager keyturn
client scheduler system:kube-scheduler keyturn
client kube-proxy system:kube-proxy keyturn
openssl ecparam -name prime256v1 -genkey -noout -out tokens.key
openssl ec -in tokens.key -pubout -out tokens.pub 2>/dev/null
