package io.partita.model.slices.vae;

import io.partita.form.SliceForm;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Slices as a recurrent encoder reads them. */
public final class EncoderInput {
  /** Vertices of what is read, [batch, inputs, steps], and of the same backwards in time. */
  public static final String HITS = "hits";

  public static final String HITS_REVERSED = "hits_reversed";

  private EncoderInput() {}

  /**
   * What each step has of all voices, in memory step after step, as the LSTM reads it.
   *
   * @param slices of one length, at least one, checked
   * @param backwards the last step first
   * @return [batch, inputs, steps]
   */
  public static INDArray of(SliceForm form, List<int[]> slices, boolean backwards) {
    int batch = slices.size();
    int steps = slices.get(0).length / form.voices().size();
    int size = form.inputs();
    float[] values = new float[steps * batch * size];
    for (int voice = 0; voice < form.voices().size(); voice++) {
      for (int k = 0; k < batch; k++) {
        for (int step = 0; step < steps; step++) {
          int from = backwards ? steps - 1 - step : step;
          int label = slices.get(k)[voice * steps + from];
          form.write(voice, label, values, (step * batch + k) * size);
        }
      }
    }
    return Nd4j.create(values, new long[] {steps, batch, size}, 'c').permute(1, 2, 0);
  }
}
