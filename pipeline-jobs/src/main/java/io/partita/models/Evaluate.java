package io.partita.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.model.musicvae.MusicVaeScore;
import io.partita.model.note.NoteLstm;
import io.partita.run.ExitCode;
import io.partita.run.Spark;
import io.partita.training.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures how well a model does on examples that it was not trained on. Input: a model and a lake;
 * output: figures beside those of simple guesses, and of another model, at the same examples.
 */
@Command(
    name = "evaluate",
    description = "Measure how well a model does on held-out examples.",
    footer = {
      "",
      "A note model's cross-entropy is in nats a note; perplexity is e to its power. Notes of a",
      "pitch that the training data lacks are one class, the unknown one; they count like the",
      "others. A MusicVAE's figures are of a slice; docs/models.md says what each of them is.",
      "Beside its accuracies stand those of simple guesses, counted on the split that it was",
      "trained on: always the most frequent step, the most frequent after the last 1 to 4 steps,",
      "and the step a bar earlier (of the steps from the second bar on).",
      "With --against the other model stands beside it: of the same kind, with slices as long or"
          + " notes",
      "predicted from as many; each has the classes of its own training.",
      "",
      "Examples:",
      "  partita evaluate --model models/bach --lake lake --split test",
      "  partita evaluate --model models/groove --lake lake --split validation --json",
      "  partita evaluate --model models/groove --lake lake --against published/groove --out e.json"
    })
public final class Evaluate implements Callable<Integer> {
  private static final String Z = "--z";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private EvaluateOptions options;

  @Option(
      names = Z,
      paramLabel = "Z",
      description =
          "MusicVAE: drawn: each slice is decoded from a z drawn from its posterior by the slice"
              + " itself, as in training; mean: from the posterior's mean (default:"
              + " ${DEFAULT-VALUE}).")
  private MusicVaeScore.Z z = MusicVaeScore.Z.DRAWN;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Configuration conf = Spark.hadoopConfiguration();
    Optional<AtomicFile> out = options.out(conf);
    TrainedModel model = TrainedModel.read(options.model, conf);
    TrainedModel against = options.against(conf).orElse(null);
    if (against != null && !against.card().kind().equals(model.card().kind())) {
      throw incomparable(model, against, model.card().kind(), against.card().kind());
    }
    Evaluation evaluation =
        model instanceof NoteModel notes
            ? ofNotes(notes, (NoteModel) against, conf)
            : ofDrums((DrumModel) model, (DrumModel) against, conf);
    byte[] json = JSON.writeValueAsBytes(evaluation.figures());
    if (out.isPresent()) {
      out.get().write(json);
    }
    System.out.print(
        options.json
            ? new String(json, StandardCharsets.UTF_8) + System.lineSeparator()
            : evaluation.table());
    return ExitCode.OK;
  }

  private Evaluation ofNotes(NoteModel model, NoteModel against, Configuration conf)
      throws Exception {
    if (spec.commandLine().getParseResult().hasMatchedOption(Z)) {
      throw new UserException("A note model has no latent vector: leave out " + Z + ".");
    }
    if (against != null && !predicts(model).equals(predicts(against))) {
      throw incomparable(model, against, predicts(model), predicts(against));
    }
    return EvaluateNotes.run(options, model, against, conf);
  }

  private Evaluation ofDrums(DrumModel model, DrumModel against, Configuration conf)
      throws Exception {
    if (against != null && model.network().steps() != against.network().steps()) {
      throw incomparable(
          model, against, model.network().steps() + " steps", against.network().steps() + " steps");
    }
    return EvaluateDrums.run(options, model, against, z, conf);
  }

  private static String predicts(NoteModel model) {
    return (model.network().mode() == NoteLstm.Mode.SEQUENCE
            ? "all notes of a piece"
            : "the note after " + model.network().sequenceLength())
        + ", line "
        + model.line();
  }

  private static UserException incomparable(
      TrainedModel model, TrainedModel against, String ours, String theirs) {
    return new UserException(
        String.format(
            Locale.ROOT,
            "Models %s (%s) and %s (%s) cannot be compared.",
            model.folder().name(),
            ours,
            against.folder().name(),
            theirs));
  }
}
