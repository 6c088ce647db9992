package io.partita.models.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.WriterLock;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ModelPublication;
import io.partita.run.ExitCode;
import io.partita.run.Spark;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Puts a copy of a model where others look for it. Input: a model archive; output: the archive of
 * the published model, and in its folder previous that of the version before. Neither Spark nor a
 * lake is used.
 */
@Command(
    name = "publish-model",
    description = "Make a copy of a model the published one; the version before is kept.",
    footer = {
      "",
      "Commands that read a model may use DIR at any moment: they find the old one or the new one,",
      "whole, also when this command is killed; run it again then. DIR/previous is the version",
      "before. To go back, publish that one, once. Of two publishers at once one is told to try",
      "again.",
      "",
      "Exit code 3: the model's training diverged; it is not published.",
      "",
      "Examples:",
      "  partita publish-model --model models/bach --out published/bach",
      "  partita publish-model --model models/bach --out hdfs:///models/bach --evaluation e.json",
      "  partita publish-model --model published/bach/previous --out published/bach"
    })
public final class PublishModel implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Folder of a trained model, local or hdfs:.")
  private String model;

  @Option(
      names = {"--out", "--to"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the published model, local or hdfs:; made if missing.")
  private String out;

  @Option(
      names = "--evaluation",
      paramLabel = "FILE",
      description =
          "Evaluation that evaluate --out wrote of this very model; it is kept beside it as"
              + " evaluation.json.")
  private String evaluation;

  @Option(
      names = "--json",
      description =
          "One object: to, published (false where the model was published already), from,"
              + " model_kind, model_run_id, network_sha256, version.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    TrainedModel<?> trained = TrainedModel.read(model, conf);
    ModelFolder candidate = trained.folder();
    ModelCard card = trained.card();
    candidate.metrics();
    if (card.state().isLost()) {
      System.err.println(
          "The training of " + model + " " + card.state().outcome() + ": it is not published.");
      return ExitCode.NOT_GOOD_ENOUGH;
    }
    PublishedFiles files = PublishedFiles.of(model, trained);
    Map<String, byte[]> beside = files.beside(evaluation, conf);
    boolean isNew;
    ModelFolder published = ModelFolder.at(out, conf);
    try (WriterLock lock = WriterLock.ofModel(published, "publish-model", conf)) {
      lock.requireHeld();
      isNew = new ModelPublication(published).publish(candidate, card, beside);
    }
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("to", out);
      answer.put("published", isNew);
      answer.putAll(files.origin());
      System.out.println(JSON.writeValueAsString(answer));
    } else {
      System.out.println(model + (isNew ? " is published in " : " is published already in ") + out);
    }
    return ExitCode.OK;
  }
}
