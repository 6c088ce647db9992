package io.partita.cli;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options out of a file: who wins, and that a training gets them as if they had been typed. */
@Tag("spark")
class ConfigFileTest {
  @TempDir private Path folder;

  private String file(String json) throws IOException {
    return Files.writeString(folder.resolve("c.json"), json).toString();
  }

  private static List<String> expanded(String... args) throws IOException {
    return ConfigFile.expanded(new Invocation(Partita.program(), List.of(args))).words();
  }

  @Test
  void theFilesOptionsStandOnTheCommandLine() throws IOException {
    String file =
        file(
            "{\"batch\": 64, \"learning_rate\": 2e-3, \"with_suspects\": true, \"resume\": false,"
                + " \"validation\": \"none\", \"cap\": \"all\", \"workers\": null,"
                + " \"config\": \"cat-drums_2bar_tiny\","
                + " \"set\": {\"freeBits\": 32, \"decoderUnits\": [8, 8]}}");

    assertThat(expanded("train-musicvae", "--config", file, "--model", "m"))
        .containsExactly(
            "train-musicvae",
            "--model",
            "m",
            "--batch=64",
            "--learning-rate=0.002",
            "--with-suspects",
            "--validation=none",
            "--config=cat-drums_2bar_tiny",
            "--set=freeBits=32",
            "--set=decoderUnits=[8,8]");
  }

  @Test
  void theCommandLineWins() throws IOException {
    String file =
        file("{\"batch\": 64, \"epochs\": 3, \"set\": {\"freeBits\": 32, \"latent\": 8}}");

    assertThat(
            expanded(
                "train-musicvae",
                "--batch=16",
                "--config=" + file,
                "--set",
                "latent=4",
                "--epochs",
                "5"))
        .containsExactly(
            "train-musicvae",
            "--batch=16",
            "--set",
            "latent=4",
            "--epochs",
            "5",
            "--set=freeBits=32");
  }

  @Test
  void seedsOfTheCommandLineStandInThePlaceOfTheFilesSeed() throws IOException {
    String file = file("{\"seed\": 7, \"batch\": 64}");

    assertThat(expanded("train-lstm", "--config", file, "--seeds", "1..3"))
        .containsExactly("train-lstm", "--seeds", "1..3", "--batch=64");
    assertThat(expanded("train-lstm", "--config", file))
        .containsExactly("train-lstm", "--seed=7", "--batch=64");
  }

  @Test
  void noneIsAWordWhereAnOptionKnowsItAndElseNothing() throws IOException {
    String file = file("{\"clip_norm\": \"none\", \"cap\": \"all\", \"weight_decay\": 0.5}");

    assertThat(expanded("train-musicvae", "--config", file))
        .containsExactly("train-musicvae", "--clip-norm=none", "--weight-decay=0.5");
  }

  @Test
  void aFileOfMoreThanAMegabyteIsNone() throws IOException {
    String file = file(" ".repeat((1 << 20) + 1));

    assertThatMistake(() -> expanded("train-lstm", "--config", file))
        .is(Mistake.TOO_LARGE)
        .names("--config", file, "1");
  }

  @Test
  void whatNamesNoFileStays() throws IOException {
    for (List<String> line :
        List.of(
            List.of("train-musicvae", "--config", "cat-drums_2bar_tiny"),
            List.of("train-musicvae", "--config", "cat-drums"),
            List.of("train-lstm", "--config"),
            List.of("train-lstm", "--model", "m"),
            List.of("tables"),
            List.<String>of())) {
      assertThat(expanded(line.toArray(new String[0]))).isEqualTo(line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"bach\": 64}     | bad_option lstm bach batch",
        "{\"cap\": 5}       | bad_option lstm cap",
        "{\"help\": true}   | bad_option lstm help",
        "{\"batch\": \"64\"}  | bad_option batch \"64\"",
        "{\"batch\": 6.5}   | bad_option batch 6.5",
        "{\"epochs\": true} | bad_option epochs true",
        "{\"line\": 3}      | bad_option line 3",
        "{\"resume\": 1}    | bad_option resume 1"
      })
  void whatTheCommandCannotBeToldIsOneLine(String json, String message) throws IOException {
    String file = file(json);
    train("--config", file).mistake(message).names("--config", file);
  }

  @Test
  void aFileThatIsNoneIsOneLine() throws IOException {
    Path none = folder.resolve("none.json");
    train("--config", none.toString()).mistake(Mistake.NO_SUCH_FILE).names(none);
    String broken = file("{\"batch\": 64");
    train("--config", broken).mistake(Mistake.MALFORMED_FILE).names("--config", broken);
    train("--config", file("[]")).mistake(Mistake.MALFORMED_FILE).names("--config");
    train("--config", file("{\"line\": \"alto\"}"))
        .mistake(Mistake.BAD_OPTION)
        .names("--line", "first, top");
    train("--config", file("{\"epochs\": 0}"))
        .mistake(Mistake.BAD_OPTION)
        .names("--epochs", "1", "0");
  }

  private PartitaRun train(String... more) {
    List<Object> command = new ArrayList<>(List.of("train-lstm", "--lake", folder.resolve("lake")));
    command.addAll(List.of("--dataset", "d", "--model", folder.resolve("m")));
    command.addAll(List.of((Object[]) more));
    return PartitaRun.of(command.toArray());
  }
}
