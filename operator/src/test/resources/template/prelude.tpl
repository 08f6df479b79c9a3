{{- define "greet" -}}hello {{ with . }}{{ if eq (kindOf .) "string" }}{{ . }}{{ else }}{{ .user }}{{ end }}{{ end }}{{- end -}}
{{- define "count" -}}{{ if gt . 0 }}{{ . }} {{ template "count" (int (sub . 1)) }}{{ end }}{{- end -}}
