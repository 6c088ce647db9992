package io.partita.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
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

    assertThat(of("SELECT ';'; SELECT 1").statements()).containsExactly("SELECT ';'", "SELECT 1");
    assertThat(of("-f", file).statements()).containsExactly("SHOW TABLES", "SELECT 2");
    assertThat(of("SELECT 1").isNothing()).isFalse();
    assertThat(of("-f", file).isNothing()).isFalse();
    assertThat(of().isNothing()).isTrue();
  }

  @Test
  void mistakesAreTold() {
    assertMistake(
        of("-f", "a.sql", "SELECT 1"),
        "Give the query as the last argument or in a file with -f, not both.");
    assertMistake(
        of(" ; -- nothing"), "Give a query: as the last argument, with -f, or on standard input.");
    assertMistake(of("-f", folder), "The query file " + folder + " is a folder.");
    Path missing = folder.resolve("missing.sql");
    assertMistake(of("-f", missing), "There is no query file " + missing + ".");
  }

  private static void assertMistake(QueryOptions options, String message) {
    assertThatThrownBy(options::statements).isInstanceOf(UserException.class).hasMessage(message);
  }
}
