package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, by bash itself. */
class CompletionTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeScriptAndFolders() throws Exception {
    Files.writeString(
        folder.resolve("complete.sh"), PartitaRun.of("completion", "bash").exits(0).out());
    Files.createDirectories(folder.resolve("lake/_partita/groove"));
    Files.createDirectories(folder.resolve("lake/notes"));
    Files.createDirectories(folder.resolve("models/bach"));
  }

  @Test
  void completesCommandsOptionsAndValues() throws Exception {
    assertThat(completed("partita", "gen")).containsExactly("generate");
    assertThat(completed("partita", "train", "mu")).containsExactly("musicvae");
    assertThat(completed("partita", "train", "lm", "--max")).containsExactly("--max-minutes");
    assertThat(completed("partita", "convert", "--per-b")).containsExactly("--per-beat");
    assertThat(completed("partita", "convert", "--soundf")).containsExactly("--soundfont");
    assertThat(completed("partita", "train", "lm", "--device", "cu")).containsExactly("cuda");
  }

  @Test
  void completesDataSetsTablesAndModels() throws Exception {
    assertThat(completed("partita", "stats", "--dataset", "")).containsExactly("groove");
    assertThat(completed("partita", "stats", "gr")).containsExactly("groove");
    assertThat(completed("partita", "tables", "--lake", "lake", "no")).containsExactly("notes");
    assertThat(completed("partita", "generate", "models/")).containsExactly("models/bach");
    assertThat(completed("partita", "generate", "builtin:d")).containsExactly("builtin:drums");
  }

  private List<String> completed(String... words) throws Exception {
    String quoted = "'" + String.join("' '", words) + "'";
    Process bash =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                "source ./complete.sh; COMP_WORDS=("
                    + quoted
                    + "); COMP_CWORD="
                    + (words.length - 1)
                    + "; _partita; printf '%s\\n' \"${COMPREPLY[@]}\"")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return out.lines().filter(line -> !line.isEmpty()).toList();
  }
}
