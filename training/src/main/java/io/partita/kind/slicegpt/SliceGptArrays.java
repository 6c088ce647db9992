package io.partita.kind.slicegpt;

import io.partita.form.DrumAugmentation;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of a {@link SliceGpt} as arrays. */
final class SliceGptArrays {
  private SliceGptArrays() {}

  /** What is read [batch, steps], and labels [batch · steps, 2], one slice after the other. */
  static MultiDataSet of(SliceGpt model, List<int[]> examples) {
    int steps = model.steps();
    List<int[]> played =
        examples.stream().map(slice -> DrumAugmentation.played(slice, steps)).toList();
    List<int[]> heard =
        examples.stream().map(slice -> DrumAugmentation.heard(slice, steps)).toList();
    float[] labels = new float[2 * played.size() * steps];
    for (int k = 0; k < played.size(); k++) {
      int[] slice = model.checked(played.get(k));
      for (int step = 0; step < steps; step++) {
        int row = 2 * (k * steps + step);
        labels[row] = slice[step];
        labels[row + 1] = steps; // DL4J divides by all rows: so it is a mean over slices
      }
    }
    return new MultiDataSet(
        new INDArray[] {read(model, heard)},
        new INDArray[] {Nd4j.create(labels, new long[] {labels.length / 2, 2}, 'c')});
  }

  /**
   * The steps of slices, each a step later, behind the beginning.
   *
   * @return [slices, steps]
   */
  static INDArray read(SliceGpt model, List<int[]> slices) {
    int steps = model.steps();
    float[] read = new float[slices.size() * steps];
    for (int k = 0; k < slices.size(); k++) {
      int[] slice = model.checked(slices.get(k));
      read[k * steps] = model.begin();
      for (int step = 1; step < steps; step++) {
        read[k * steps + step] = slice[step - 1];
      }
    }
    return Nd4j.create(read, new long[] {slices.size(), steps}, 'c');
  }
}
