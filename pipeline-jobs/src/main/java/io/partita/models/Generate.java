package io.partita.models;

import io.partita.UserException;
import io.partita.run.ExitCode;
import io.partita.run.Spark;
import io.partita.run.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Lets a note model go on from a prompt, or a MusicVAE make drum loops. Input: a model; output: for
 * each generation a MIDI file, a WAV file, a picture and a JSON file that says how to make them
 * again. Needs no Spark.
 */
@Command(
    name = "generate",
    description = "Generate music with a trained model, as MIDI, WAV and pictures.",
    footer = {
      "",
      "A note model goes on from a prompt: a piece of its training data unless --start gives",
      "another. Pictures show it before the generated notes. A MusicVAE makes drum loops, each of",
      "a latent vector drawn by --seed and its number; it has no prompt and no --notes.",
      "",
      "Files of the same names are replaced, by the same bytes where model and options are the"
          + " same;",
      "others in the folder stay: those with higher numbers of a run with a larger --count, too.",
      "",
      "Examples:",
      "  partita generate --model models/bach --notes 200 --count 3 --temperature 0.9 --out out",
      "  partita generate --model models/bach --argmax --start theme.mid --with-prompt --out out",
      "  partita generate --model models/drums --count 8 --temperature 0.8 --out loops"
    })
public final class Generate implements Callable<Integer> {
  @Mixin private GenerateOptions options;
  @Mixin private GenerateNotes notes;
  @Mixin private WrittenFiles written;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    options.check();
    notes.check();
    TrainedModel trained = TrainedModel.read(options.model, Spark.hadoopConfiguration());
    if (trained instanceof DrumModel) {
      refuseOptionsOfNotes();
    }
    write(options, notes, trained, written::add);
    written.end();
    return ExitCode.OK;
  }

  /**
   * Writes what a model of any kind generates.
   *
   * @param notes for note models only
   * @param written is told of each file
   * @throws UserException when the model is damaged
   */
  public static void write(
      GenerateOptions options, GenerateNotes notes, TrainedModel trained, Consumer<Path> written)
      throws IOException {
    if (trained instanceof DrumModel drums) {
      GenerateDrums.run(options, drums, written);
    } else {
      notes.run(options, (NoteModel) trained, written);
    }
  }

  private void refuseOptionsOfNotes() {
    String given =
        GenerateNotes.OPTIONS.stream()
            .filter(spec.commandLine().getParseResult()::hasMatchedOption)
            .collect(Collectors.joining(", "));
    if (!given.isEmpty()) {
      throw new UserException(
          "Model "
              + options.model
              + " makes drum loops: leave out "
              + given
              + ", for note models only.");
    }
  }
}
