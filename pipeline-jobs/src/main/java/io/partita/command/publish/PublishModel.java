package io.partita.command.publish;

import io.partita.lake.WriterLock;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ModelPublication;
import io.partita.model.train.TrainedModel;
import io.partita.option.JsonOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Puts a copy of a model where others look for it. Input: a model archive; output: the archive of
 * the published model, in its folder previous that of the version before, and in best that of the
 * best one ever published, where that is another one. Neither Spark nor a lake is used.
 */
@Command(name = "model publish", description = "Publish a model; the previous version is kept.")
public final class PublishModel implements Callable<Integer> {
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
      description = "Folder of the published model, local, hdfs: or s3a:; made if missing.")
  private String out;

  @Option(
      names = "--evaluation",
      paramLabel = "FILE",
      description = "Evaluation of this model on validation, from model evaluate --against --out.")
  private String evaluation;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Evaluation of this model on test; the first one is kept as test.json.")
  private String test;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    TrainedModel<?> trained = TrainedModel.read(model, conf);
    trained.folder().metrics();
    if (trained.card().state().isLost()) {
      System.err.println(
          "The training of %s %s: it is not published."
              .formatted(model, trained.card().state().outcome()));
      return ExitCode.NOT_GOOD_ENOUGH;
    }
    PublishedFiles files = new PublishedFiles(model, trained);
    if (evaluation != null) {
      files.evaluation(evaluation, conf);
    }
    if (test != null) {
      files.test(test, conf);
    }
    ModelFolder published = ModelFolder.at(out, conf);
    ModelPublication publication = new ModelPublication(published);
    boolean isNew;
    try (WriterLock lock = published.lock("publish-model")) {
      lock.requireHeld();
      boolean isBest = files.isBest(publication.best());
      isNew = publication.publish(trained.folder(), trained.card(), files.beside(), isBest);
    }
    report(isNew, publication.best().name(), files);
    return ExitCode.OK;
  }

  private void report(boolean isNew, String best, PublishedFiles files) throws IOException {
    if (json.isGiven) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("to", out);
      answer.put("published", isNew);
      answer.put("best", best);
      answer.putAll(files.origin());
      System.out.println(Json.MAPPER.writeValueAsString(answer));
      return;
    }
    System.out.println(model + (isNew ? " is published in " : " is published already in ") + out);
    if (!best.equals(out)) {
      System.out.println("The best model published there so far is another one, in " + best);
    }
  }
}
