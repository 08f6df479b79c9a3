{{/* Prefix of the names of all objects. */}}
{{- define "keyturn.fullname" -}}
{{- if .Values.nameOverride -}}
{{- .Values.nameOverride -}}
{{- else if contains "keyturn" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-keyturn" (.Release.Name | trunc 32 | trimSuffix "-") -}}
{{- end -}}
{{- end }}

{{/* app.kubernetes.io/name is the same under every release name: the alerts select on job="keyturn", which is this label. */}}
{{- define "keyturn.selectorLabels" -}}
app.kubernetes.io/name: keyturn
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "keyturn.labels" -}}
{{ include "keyturn.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "keyturn.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{/*
The namespaces that Keyturn works in, as {"items": [{name, serviceAccounts}]}. The release's own namespace joins them
in mode namespaced when none is listed, and for the demo.
*/}}
{{- define "keyturn.namespaces" -}}
{{- $items := list -}}
{{- $seen := dict -}}
{{- range .Values.namespaces -}}
{{- if hasKey $seen .name -}}
{{- fail (printf "namespaces: %s is listed twice" .name) -}}
{{- end -}}
{{- $_ := set $seen .name true -}}
{{- $items = append $items . -}}
{{- end -}}
{{- $own := or .Values.demo.enabled (and (eq .Values.rbac.mode "namespaced") (not .Values.namespaces)) -}}
{{- if and $own (not (hasKey $seen .Release.Namespace)) -}}
{{- $items = append $items (dict "name" .Release.Namespace) -}}
{{- end -}}
{{- dict "items" $items | toJson -}}
{{- end }}

{{/* Rules of Keyturn inside one namespace. Secrets cannot be narrowed by label in RBAC. */}}
{{- define "keyturn.tenantRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, patch{{ if .Values.rbac.deleteSecrets }}, delete{{ end }}]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch]
{{- if ne .Values.rbac.mode "namespaced" }}
# The SecretSyncs that a ClusterSecretSync makes and takes away.
- apiGroups: [keyturn.dev]
  resources: [secretsyncs]
  verbs: [create, patch, delete]
{{- end }}
{{- end }}

{{/* What a restart of workloads takes: their pod template is read and one annotation of it is set. */}}
{{- define "keyturn.restartRules" -}}
- apiGroups: [apps]
  resources: [deployments, statefulsets, daemonsets]
  verbs: [get, list, watch, patch]
- apiGroups: [argoproj.io]
  resources: [rollouts]
  verbs: [get, list, watch, patch]
{{- end }}

{{/* MiB of the memory limit. */}}
{{- define "keyturn.memoryLimitMi" -}}
{{- $limit := .Values.resources.limits.memory -}}
{{- if hasSuffix "Gi" $limit -}}
{{- mul 1024 (trimSuffix "Gi" $limit | int) -}}
{{- else -}}
{{- trimSuffix "Mi" $limit -}}
{{- end -}}
{{- end }}

{{/* MiB of the heap: the limit less 96 MiB for code, threads and buffers. */}}
{{- define "keyturn.heapMi" -}}
{{- $heap := sub (include "keyturn.memoryLimitMi" . | int) 96 -}}
{{- if lt $heap 64 -}}
{{- fail (printf "resources.limits.memory: %s leaves no room for the heap; give at least 160Mi" .Values.resources.limits.memory) -}}
{{- end -}}
{{- $heap -}}
{{- end }}

{{/* A value that is true, false or auto (= the API is served). Call with (dict "value" "api" "root"). */}}
{{- define "keyturn.switchedOn" -}}
{{- if eq (toString .value) "auto" -}}
{{- if .root.Capabilities.APIVersions.Has .api }}true{{ end -}}
{{- else if .value -}}
true
{{- end -}}
{{- end }}

{{/* The operator refuses file and fake stores unless this is set. */}}
{{- define "keyturn.localProviders" -}}
{{- if or .Values.providers.file.enabled .Values.demo.enabled }}true{{ end -}}
{{- end }}

{{/* Name of everything that helm test makes, its pod among it. */}}
{{- define "keyturn.trialName" -}}
{{ include "keyturn.fullname" . }}-trial
{{- end }}

{{/*
Where helm test lets Keyturn sync a Secret: the release's namespace where Keyturn works there, else the first one it works
in. The release's own again where it works in none: a store is tried then, and no sync.
*/}}
{{- define "keyturn.trialNamespace" -}}
{{- $names := list -}}
{{- range (include "keyturn.namespaces" . | fromJson).items }}{{ $names = append $names .name }}{{ end -}}
{{- if or (eq .Values.rbac.mode "cluster") (not $names) (has .Release.Namespace $names) -}}
{{- .Release.Namespace -}}
{{- else -}}
{{- first $names -}}
{{- end -}}
{{- end }}

{{/* Labels of what belongs to helm test. Not those of the release: Service, policy and budget select pods by them. */}}
{{- define "keyturn.trialSelectorLabels" -}}
app.kubernetes.io/name: keyturn-trial
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "keyturn.trialMetadata" -}}
labels:
  {{- include "keyturn.trialSelectorLabels" . | nindent 2 }}
  app.kubernetes.io/managed-by: {{ .Release.Service }}
  {{- with .Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  helm.sh/hook: test
  helm.sh/hook-weight: {{ .weight | default "-1" | quote }}
  helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{/* Files of a ServiceAccount's login, with a token of ten minutes. */}}
{{- define "keyturn.apiAccess" -}}
- name: api-access
  projected:
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 600
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}

{{/* Whether there are admission policies: they are cluster-wide objects, of which mode namespaced has none. */}}
{{- define "keyturn.admissionPolicies" -}}
{{ and .Values.admissionPolicies.enabled (ne .Values.rbac.mode "namespaced") }}
{{- end }}

{{/* Makes a policy of this release count everywhere. */}}
{{- define "keyturn.policyBinding" -}}
{{- $name := printf "%s-%s" (include "keyturn.fullname" .root) .name -}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "keyturn.labels" .root | nindent 4 }}
spec:
  policyName: {{ $name }}
  validationActions: [Deny]
{{- end }}
