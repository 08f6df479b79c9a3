package dev.keyturn.cli.migrate.gotemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
    String translated = TemplateTranslator.translate(agent, new Sources(false, null));
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
          {{ range secrets "kv/" }}{{ end }}~ secrets
          {{ define "x" }}{{ end }}~ define
          {{ .Data }}~ outside
          """)
  void whatHasNoEqualIsRefusedByName(String agent, String word) {
    TemplateRefusal refusal =
        catchThrowableOfType(
            TemplateRefusal.class,
            () -> TemplateTranslator.translate("\n" + agent, new Sources(false, null)));
    assertThat(refusal.reason()).contains(word.strip());
    assertThat(refusal.line()).isEqualTo(2);
  }

  @Test
  void oneSecretThatIsGoneThroughIsTheRootItself() {
    String agent =
        "{{ with secret \"kv/data/a\" }}{{ range $k, $v := .Data.data }}{{ $k }}: {{ $v }}\n"
            + "{{ end }}{{ end }}";
    Sources first = new Sources(false, null);
    TemplateTranslator.translate(agent, first);
    assertThat(first.wantsMembers()).isTrue();
    assertThat(TemplateTranslator.translate(agent, new Sources(true, null)))
        .isEqualTo("{{ range $k, $v := . }}{{ $k }}: {{ $v }}\n{{ end }}");
  }
}
