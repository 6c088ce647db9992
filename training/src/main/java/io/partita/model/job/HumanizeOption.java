package io.partita.model.job;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.train.TrainedModel;
import io.partita.score.Score;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Which model plays drum loops. */
public final class HumanizeOption {
  private static final String NAME = "--humanize";
  private static final String NONE = "none";

  @Option(
      names = NAME,
      paramLabel = "MODEL|none",
      description =
          "GrooVAE that gives drum loops velocities and timing (default: builtin:humanize).")
  private String given;

  /**
   * How scores are played.
   *
   * @param model that plays them, as the user gave it; null for as they are
   */
  public record Playing(String model, UnaryOperator<Score> scores) {
    private static final Playing AS_THEY_ARE = new Playing(null, score -> score);

    /** Adds the model, where one plays, to a JSON file. */
    public void addTo(Map<String, Object> provenance) {
      if (model != null) {
        provenance.put("humanize", model);
      }
    }
  }

  boolean isGiven() {
    return given != null;
  }

  /**
   * Reads the model.
   *
   * @param areDrums whether what is made are drum loops: nothing else is humanized
   * @param product what is made, for the message
   * @throws UserException where the model cannot, or the option means nothing
   */
  public Playing playing(boolean areDrums, String product, long seed) throws IOException {
    if (!areDrums && given != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          NAME + " plays drum loops, and the model makes " + product + ": leave it out.");
    }
    if (!areDrums || NONE.equals(given)) {
      return Playing.AS_THEY_ARE;
    }
    // What comes with Partita is on this disk: it is read without Spark, which users of the library
    // may lack, and without Hadoop's files of settings, which takes as long as to make a loop.
    return given == null
        ? playing(BuiltinModel.HUMANIZE.option(), new Configuration(false), seed)
        : playing(given, Spark.hadoopConfiguration(), seed);
  }

  private static Playing playing(String model, Configuration conf, long seed) throws IOException {
    TrainedModel<?> trained = TrainedModel.read(model, conf);
    Humanizes<?> job =
        Humanizes.of(trained)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.WRONG_MODEL,
                        "Model %s is a %s, which humanizes nothing: %s needs a GrooVAE."
                            .formatted(model, trained.kind().title(), NAME)));
    return playing(job, model, trained, seed);
  }

  private static <M> Playing playing(
      Humanizes<M> job, String model, TrainedModel<?> any, long seed) {
    TrainedModel<M> trained = any.as(job.kind());
    job.requireAble(NAME, trained);
    return new Playing(model, score -> job.humanized(score, trained, seed));
  }
}
