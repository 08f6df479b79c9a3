package dev.keyturn.cli.migrate.gotemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Templates;
import dev.keyturn.proof.Proves;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootTranslatorTest {
  private static RootTranslator translator(boolean certificate) {
    return new RootTranslator(
        Map.of(
            "Labels", Map.of("env", "prod", "a.b/c", "say \"d\""),
            "Annotations", Map.of("note", "n")),
        certificate);
  }

  @Proves("P061")
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "text                                  # text",
        "{{ .Secrets.a }}                      # {{ .a }}",
        "{{- .Secrets.a -}} b                  # {{ .a }}b",
        "{{/* gone */}}{{ .Secrets.a|b64enc }} # {{ .a | b64enc }}",
        "{{ get .Secrets \"a-b\" }}            # {{ get . \"a-b\" }}",
        "{{ index .Secrets \"a-b\" | upper }}  # {{ index . \"a-b\" | upper }}",
        "{{ $.Secrets.a }}                     # {{ $.a }}",
        "{{ (.Secrets.a | upper) }}            # {{ (.a | upper) }}",
        "{{ .Secrets.a.b.c }}                  # {{ (fromJson .a).b.c }}",
        "{{ .Secrets | toJson }}               # {{ . | toJson }}",
        "{{ $x := .Secrets }}{{ $x.Secrets }}  # {{ $x := . }}{{ $x.Secrets }}",
        "{{ if .Secrets.a }}1{{ else if not .Secrets.b }}2{{ else }}{{ .Secrets.c }}{{ end }} # {{ if (get . \"a\") }}1{{ else if not (get . \"b\") }}2{{ else }}{{ .c }}{{ end }}",
        "{{ default \"d\" .Secrets.a }}        # {{ default \"d\" (get . \"a\") }}",
        "{{ with .Secrets.a }}{{ . }}{{ .Secrets }}{{ else }}{{ .Secrets.b }}{{ end }} # {{ with (get . \"a\") }}{{ . }}{{ .Secrets }}{{ else }}{{ .b }}{{ end }}",
        "{{ range $k, $v := .Secrets }}{{ $k }}{{ end }}{{ .Secrets.a }} # {{ range $k, $v := . }}{{ $k }}{{ end }}{{ .a }}",
        "{{ range .Secrets.list }}{{ . }}{{ $.Secrets.a }}{{ end }} # {{ range (fromJson .list) }}{{ . }}{{ $.a }}{{ end }}",
        "{{ range splitList \",\" .Secrets.a }}{{ . }}{{ end }} # {{ range splitList \",\" .a }}{{ . }}{{ end }}",
        "{{ define \"x\" }}{{ . }}{{ .Secrets.a }}{{ end }}{{ template \"x\" . }} # {{ define \"x\" }}{{ . }}{{ .a }}{{ end }}{{ template \"x\" . }}",
        "{{ .Labels.env }} {{ $.Annotations.note }} # {{ \"prod\" }} {{ \"n\" }}",
        "{{ printf \"%s\" (get .Labels \"a.b/c\") }} # {{ printf \"%s\" (\"say \\\"d\\\"\") }}",
      })
  void saysTheSameInOurs(String theirs, String ours) {
    assertThat(translator(false).translate(theirs)).isEqualTo(ours);
    assertThat(new Templates(Limits.standard()).parse("key", ours))
        .isNotInstanceOf(ParseOutcome.Rejected.class);
  }

  @Proves("P061")
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{{ .Metadata.version }}       # .Metadata stands beside the secret",
        "{{ . }}                       # . is more than the secret",
        "{{ with . }}{{ end }}         # . is more than the secret",
        "{{ $x := $ }}                 # $ is more than the secret",
        "{{ .Labels }}                 # .Labels is read otherwise",
        "{{ .Labels.absent }}          # .Labels is read otherwise",
        "{{ end }}                     # this is no template",
        "{{ .Secrets.a                 # this is no template",
      })
  void refusesWhatOursCannotSay(String theirs, String reason) {
    assertThatThrownBy(() -> translator(false).translate(theirs))
        .isInstanceOf(TemplateRefusal.class)
        .hasMessageStartingWith(reason);
  }

  @Proves("P061")
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{{ .Secrets.serial_number }} # .serial_number of a certificate is not kept",
        "{{ .Secrets | toJson }}      # a certificate is not selected as a whole",
      })
  void ofACertificateTwoMembersAreKept(String theirs, String reason) {
    assertThat(translator(true).translate("{{ .Secrets.private_key }}"))
        .isEqualTo("{{ (index . \"tls.key\" | trim) }}");
    assertThatThrownBy(() -> translator(true).translate(theirs)).hasMessage(reason);
  }
}
