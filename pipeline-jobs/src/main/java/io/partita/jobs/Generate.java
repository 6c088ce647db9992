package io.partita.jobs;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Lets a note model go on from a prompt. Input: a model; output: for each generation a MIDI file, a
 * WAV file, a picture and a JSON file that says how to make them again. Needs no Spark.
 */
@Command(
    name = "generate",
    description = "Generate music with a trained model, as MIDI, WAV and pictures.",
    footer = {
      "",
      "A note model goes on from a prompt: a piece of its training data unless --start gives",
      "another. Pictures show it before the generated notes.",
      "",
      "Examples:",
      "  partita generate --model models/bach --notes 200 --count 3 --temperature 0.9 --out out",
      "  partita generate --model models/bach --argmax --start theme.mid --with-prompt --out out"
    })
public final class Generate implements Callable<Integer> {
  @Mixin private GenerateOptions options;
  @Mixin private GenerateNotes notes;

  @Override
  public Integer call() throws IOException {
    options.check();
    notes.check();
    notes.run(options, Spark.hadoopConfiguration());
    return ExitCode.OK;
  }
}
