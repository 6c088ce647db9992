package io.partita.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QueryOptionsTest {
  @TempDir private Path folder;

  private static QueryOptions of(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return CommandLine.populateCommand(new QueryOptions(), words);
  }

  @Test
  void areTheLastArgumentOrAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("all.sql"), "SHOW TABLES;\nSELECT 2;\n");

    assertThat(of("SELECT ';'; SELECT 1").statements(SqlEngine.spark::statements))
        .containsExactly("SELECT ';'", "SELECT 1");
    assertThat(of("-f", file).statements(SqlEngine.spark::statements))
        .containsExactly("SHOW TABLES", "SELECT 2");
    assertThat(of("SELECT 1").isNothing()).isFalse();
    assertThat(of("-f", file).isNothing()).isFalse();
    assertThat(of().isNothing()).isTrue();
  }

  @Test
  void mistakesAreTold() {
    assertThatMistake(() -> of("-f", "a.sql", "SELECT 1").statements(SqlEngine.spark::statements))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("-f");
    assertThatMistake(() -> of(" ; -- nothing").statements(SqlEngine.spark::statements))
        .is(Mistake.MISSING_OPTION)
        .names("-f");
    assertThatMistake(() -> of("-f", folder).statements(SqlEngine.spark::statements))
        .is(Mistake.BAD_PATH)
        .names(folder);
    Path missing = folder.resolve("missing.sql");
    assertThatMistake(() -> of("-f", missing).statements(SqlEngine.spark::statements))
        .is(Mistake.NO_SUCH_FILE)
        .names(missing);
  }
}
