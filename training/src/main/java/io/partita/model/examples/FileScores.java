package io.partita.model.examples;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * A score of examples, file by file. The driver holds all of it: 8 bytes for each figure of each
 * file.
 *
 * @param figures names of the sums; divided by the weights of the files they are means
 * @param files in the order of their examples
 * @param others sums over all examples of what is no mean; their count is 0
 */
public record FileScores(List<String> figures, List<FileSums> files, PredictionSums others)
    implements Serializable {
  /** Copies the names: part of a list cannot be sent from a worker. */
  public FileScores {
    figures = List.copyOf(figures);
  }

  /** The score of a batch. */
  static FileScores of(List<? extends FileExample<?>> batch, ExampleScores scores) {
    List<FileSums> files = new ArrayList<>();
    for (int k = 0; k < batch.size(); k++) {
      add(files, new FileSums(batch.get(k).file(), scores.counts()[k], scores.sums()[k]));
    }
    return new FileScores(scores.figures(), files, scores.others());
  }

  /**
   * Adds up what is known of each example.
   *
   * @param examples those of a file one after the other; parts are added in their order
   */
  public static FileScores of(List<String> figures, JavaRDD<FileSums> examples) {
    List<List<FileSums>> parts =
        examples
            .mapPartitions(
                part -> {
                  List<FileSums> files = new ArrayList<>();
                  part.forEachRemaining(example -> add(files, example));
                  return List.of(files).iterator();
                })
            .collect();
    return joined(
        figures,
        parts.stream().map(files -> new FileScores(figures, files, PredictionSums.NONE)).toList());
  }

  /**
   * Adds up what is known of each example.
   *
   * @param examples those of a file one after the other
   * @param others see {@link FileScores}
   */
  public static FileScores joined(
      List<String> figures, List<FileSums> examples, PredictionSums others) {
    List<FileSums> files = new ArrayList<>();
    examples.forEach(example -> add(files, example));
    return new FileScores(figures, files, others);
  }

  /** Parts one after the other. */
  static FileScores joined(List<String> figures, List<FileScores> parts) {
    List<FileSums> files = new ArrayList<>();
    PredictionSums others = PredictionSums.NONE;
    for (FileScores part : parts) {
      part.files.forEach(file -> add(files, file));
      others = others.plus(part.others);
    }
    return new FileScores(figures, files, others);
  }

  private static void add(List<FileSums> files, FileSums next) {
    int last = files.size() - 1;
    if (last >= 0 && files.get(last).file().equals(next.file())) {
      files.set(last, files.get(last).plus(next));
    } else {
      files.add(next);
    }
  }

  /** The same but for some figures. */
  public FileScores without(List<String> left) {
    int[] kept =
        IntStream.range(0, figures.size()).filter(k -> !left.contains(figures.get(k))).toArray();
    return new FileScores(
        Arrays.stream(kept).mapToObj(figures::get).toList(),
        files.stream()
            .map(
                file ->
                    new FileSums(
                        file.file(),
                        file.count(),
                        file.weight(),
                        Arrays.stream(kept).mapToDouble(k -> file.sums()[k]).toArray()))
            .toList(),
        others);
  }

  /** All files together; where weights are no counts, sums are scaled to give the same means. */
  public PredictionSums sum() {
    long count = 0;
    double weight = 0;
    double[] sums = new double[figures.size()];
    for (FileSums file : files) {
      count += file.count();
      weight += file.weight();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += file.sums()[i];
      }
    }
    for (int i = 0; i < sums.length && weight != count; i++) {
      sums[i] *= count / weight;
    }
    return ExampleScores.sum(figures, count, sums).plus(others);
  }
}
