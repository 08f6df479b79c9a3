package dev.keyturn.cli.migrate.gotemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.cli.migrate.gotemplate.Sources.Shape;
import dev.keyturn.operator.engine.template.Limits;
import dev.keyturn.operator.engine.template.ParseOutcome;
import dev.keyturn.operator.engine.template.Templates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTranslatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          {{ with secret "kv/data/a" }}{{ .Data.data.user }}{{ end }}~ {{ .user }}
          {{- with secret "kv/a" -}} x={{ .Data.user }} {{- end }}~ x={{ .user }}
          {{ (secret "kv/data/a").Data.data.user | toUpper }}~ {{ upper .user }}
          {{ with secret "kv/data/a" }}{{ .Data.data.u | regexReplaceAll "a" "b" }}{{ end }}~ {{ regexReplaceAll "a" .u "b" }}
          {{ with secret "kv/data/a" }}{{ with .Data.data.u }}{{ . }}{{ end }}{{ end }}~ {{ with (get . "u") }}{{ . }}{{ end }}
          {{ with secret "kv/data/a" }}{{ $a := .Data.data }}{{ range $i := parseJSON $a.l }}{{ $a.u }}{{ end }}{{ end }}~ {{ range $i := (fromJson .l) }}{{ $.u }}{{ end }}
          {{ with secret "kv/data/a" }}{{ if .Data.data.b }}{{ .Data.data.b }}{{ else }}-{{ end }}{{ end }}~ {{ if (get . "b") }}{{ .b }}{{ else }}-{{ end }}
          {{ with secret "kv/data/a" }}{{ index .Data.data "a-b" }}{{ end }}~ {{ (index . "a-b") }}
          {{ with secret "kv/data/a" }}{{ printf "%q" .Data.data.u }}{{ end }}~ {{ printf "%q" .u }}
          {{ with secret "kv/data/a" }}{{ range $k, $v := .Data.data }}{{ $k }}{{ end }}{{ end }}~ {{ range $k, $v := (fromJson .a) }}{{ $k }}{{ end }}
          {{ with secret "kv/data/a" }}{{ .Data.data | toJSON }}{{ end }}~ {{ toJson (fromJson .a) }}
          {{ with secret "db/creds/app" }}{{ .Data.username }}{{ end }}~ {{ .username }}
          {{ $s := secret "kv/data/a" }}{{ $s.Data.data.u }}~ {{ .u }}
          """)
  void whatTheAgentReadsTheSyncSelects(String agent, String ours) {
    String translated = TemplateTranslator.translate(agent, new Sources(Shape.VALUES, null));
    assertThat(translated).isEqualTo(ours.strip());
    assertThat(new Templates(Limits.standard()).parse("file", translated))
        .isInstanceOf(ParseOutcome.Parsed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          {{ env "HOME" }}~ env
          {{ with secret "kv/data/a" }}{{ .LeaseID }}{{ end }}~ .LeaseID
          {{ with secret "kv/data/a" }}{{ .Data.metadata }}{{ end }}~ .metadata
          {{ with secret "kv/data/a" }}a{{ else }}b{{ end }}~ else
          {{ secret (env "P") }}~ env
          {{ with secret "kv/data/a" "b=c" }}{{ end }}~ writes
          {{ with secret "auth/token/lookup-self" }}{{ .Data.id }}{{ end }}~ auth/
          {{ with secret "kv/data/a" }}{{ range $k, $v := .Data }}{{ $k }}{{ end }}{{ end }}~ metadata
          {{ with secret "kv/a" }}{{ range $k, $v := .Data }}{{ $k }}{{ end }}{{ end }}~ --key-value
          {{ with pkiCert "pki/issue/a" "common_name=b" }}{{ .Cert }}{{ end }}~ pkiCert
          {{ range secrets "kv/" }}{{ end }}~ secrets
          {{ define "x" }}{{ end }}~ define
          {{ .Data }}~ outside
          """)
  void whatHasNoEqualIsRefusedByName(String agent, String word) {
    TemplateRefusal refusal =
        catchThrowableOfType(
            TemplateRefusal.class,
            () -> TemplateTranslator.translate("\n" + agent, new Sources(Shape.VALUES, null)));
    assertThat(refusal.reason()).contains(word.strip());
    assertThat(refusal.line()).isEqualTo(2);
  }

  /** A credential's members are the root's keys, so what is selected beside it has other names. */
  @Test
  void aValueBesideACredentialHasAnotherName() {
    String agent =
        "{{ with secret \"kv/data/a\" }}{{ .Data.data.username }}{{ end }}"
            + "{{ with secret \"db/creds/app\" }}{{ .Data.username }}{{ end }}";
    Sources first = new Sources(Shape.VALUES, null);
    TemplateTranslator.translate(agent, first);
    assertThat(first.wanted()).isEqualTo(Shape.QUALIFIED);
    assertThat(TemplateTranslator.translate(agent, new Sources(Shape.QUALIFIED, null)))
        .isEqualTo("{{ .a_username }}{{ .username }}");
  }

  @Test
  void oneSecretThatIsGoneThroughIsTheRootItself() {
    String agent =
        "{{ with secret \"kv/data/a\" }}{{ range $k, $v := .Data.data }}{{ $k }}: {{ $v }}\n"
            + "{{ end }}{{ end }}";
    Sources first = new Sources(Shape.VALUES, null);
    TemplateTranslator.translate(agent, first);
    assertThat(first.wanted()).isEqualTo(Shape.MEMBERS);
    assertThat(TemplateTranslator.translate(agent, new Sources(Shape.MEMBERS, null)))
        .isEqualTo("{{ range $k, $v := . }}{{ $k }}: {{ $v }}\n{{ end }}");
  }
}
