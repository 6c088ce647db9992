package io.partita.kind.cvae;

import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.vae.AudioJudge;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.train.TrainedModel;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The bound of a {@link Cvae}, and what simple densities make of the same windows. */
final class CvaeJudge implements AudioJudge<Cvae> {
  @Override
  public Measured measured(
      JavaSparkContext spark,
      TrainedModel<Cvae> model,
      Examples<float[]> held,
      JavaRDD<FileExample<float[]>> byFile,
      Examples<float[]> training) {
    return new MeasuredAudio(spark, model.model(), model.weights())
        .measured(model, held, byFile, training);
  }

  @Override
  public BaselineScores baselines(
      Cvae model,
      AudioExamples train,
      Callable<AudioExamples> learnt,
      String split,
      JavaRDD<FileExample<float[]>> byFile)
      throws Exception {
    return AudioBaselines.of(model, train, learnt.call(), split).scores(byFile);
  }
}
