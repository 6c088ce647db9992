package io.partita.command.publish;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.WriterLock;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.model.archive.HalfCopy;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.PriorFile;
import io.partita.model.train.TrainedModel;
import io.partita.option.JsonOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Makes a small copy of a model: a model archive whose weights are float16 and which has no state
 * of training. Input: a model archive of a network; output: another. Neither Spark nor a lake is
 * used.
 */
@Command(
    name = "model pack",
    description = "Write a small float16 copy of a model, for use but not for training.")
public final class PackModel implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Folder of a trained model, local, hdfs: or s3a:.")
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the copy, local, hdfs: or s3a:; made if missing.")
  private String out;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Hyper-parameter of playing, as velocitySpread of a GrooVAE; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--replace", description = "Overwrite a model in --out.")
  private boolean replace;

  @Mixin private JsonOption json = new JsonOption();

  /** What was made, as {@code --json} prints it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Packed(
      String from,
      String to,
      long parameters,
      long bytes,
      String networkSha256,
      double largestChange) {

    String text() {
      return String.format(
          Locale.ROOT,
          "%s is packed in %s: %,d weights as float16 in %,d bytes; none has changed by more than"
              + " %.2g",
          from,
          to,
          parameters,
          bytes,
          largestChange);
    }
  }

  @Override
  public Integer call() throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    ModelFolder copy = ModelFolder.at(out, conf);
    copy.requireWritable();
    TrainedModel<?> read = TrainedModel.read(model, conf);
    TrainedModel<?> trained = set.isEmpty() ? read : read.playing(set);
    if (!trained.isNetwork()) {
      throw new UserException(
          Mistake.WRONG_MODEL,
          "A %s is no network, and its numbers are needed as they are: %s is not packed."
              .formatted(trained.kind().title(), model));
    }
    if (copy.isSameAs(trained.folder())) {
      throw new UserException(
          Mistake.SAME_FILE, "--out is --model, whose state of training would be lost: " + out);
    }
    float[] weights = trained.numbers().parameters();
    try (WriterLock lock = copy.lock("pack-model")) {
      if (!replace) {
        copy.requireNone("overwrite it with --replace, or give another --out");
      }
      lock.requireHeld();
      ModelCard card = trained.card();
      Optional<PriorFile> prior = PriorFile.of(trained.folder(), card);
      ModelCard.NetworkFile made =
          new HalfCopy(copy).of(trained.folder(), card, prior, weights).used();
      float[] rounded = copy.weights(made, weights.length, false).parameters();
      Packed packed =
          new Packed(
              model,
              out,
              made.parameters(),
              made.bytes(),
              made.sha256(),
              largestChange(weights, rounded));
      Answer.print(json.isGiven, packed, Packed::text);
    }
    return ExitCode.OK;
  }

  private static double largestChange(float[] weights, float[] rounded) {
    double largest = 0;
    for (int i = 0; i < weights.length; i++) {
      largest = Math.max(largest, Math.abs((double) weights[i] - rounded[i]));
    }
    return largest;
  }
}
