package io.partita.model.audio.vae;

import io.partita.model.audio.AudioExamples;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.train.TrainedModel;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** What is measured of a VAE of audio, and of what stands beside it. */
public interface AudioJudge<M extends AudioVae> {
  /**
   * @param held to measure on
   * @param byFile the same by their files
   * @param training to set beside it; null if absent
   */
  Measured measured(
      JavaSparkContext spark,
      TrainedModel<M> model,
      Examples<float[]> held,
      JavaRDD<FileExample<float[]>> byFile,
      Examples<float[]> training);

  /**
   * @param train the windows of the model's training data, one behind the other; null where they
   *     are not to be had
   * @param learnt reads the same as they overlap in training, null where train is
   * @param split of training
   */
  BaselineScores baselines(
      M model,
      AudioExamples train,
      Callable<AudioExamples> learnt,
      String split,
      JavaRDD<FileExample<float[]>> byFile)
      throws Exception;
}
