package io.partita.nn.conv;

import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A signal as bands, or bands as a signal, by fixed filters h_k of N taps, see {@link FilterBank}.
 *
 * <pre>
 * analysis   b[k, s] = σ(k, s) · Σ h_k[j] · x[s·bands + j − (N + 1)/2] over j
 * synthesis  y[n] = bands · Σ h_k[n − s·bands + (N + 1)/2] · σ(k, s) · b[k, s] over k and s
 * </pre>
 *
 * <p>with zeros outside, and σ = −1 for odd k and even s, else 1: it turns the spectra of odd
 * bands, which the filters mirror. There and back a signal is 60 dB above what is wrong with it,
 * but for its first and last N/2 samples, and no sample late.
 *
 * <p>A signal is [batch, 1, length], its length a multiple of the number of bands; bands are
 * [batch, bands, length / bands]. No parameters.
 */
public final class FilterBankVertex extends PlainVertex {
  @JsonProperty private final int bands;
  @JsonProperty private final boolean synthesis;

  @JsonCreator
  private FilterBankVertex(
      @JsonProperty("bands") int bands, @JsonProperty("synthesis") boolean synthesis) {
    super(1);
    FilterBank.cutoff(bands); // refuses other numbers of them
    this.bands = bands;
    this.synthesis = synthesis;
  }

  /** From a signal to its 4, 8 or 16 bands. */
  public static FilterBankVertex analysis(int bands) {
    return new FilterBankVertex(bands, false);
  }

  /** From 4, 8 or 16 bands to their signal. */
  public static FilterBankVertex synthesis(int bands) {
    return new FilterBankVertex(bands, true);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    /** [bands, 1, kernel], in the network's type; those of synthesis times their number. */
    private final INDArray filters;

    private final int kernel;

    AtWork(VertexPlace place) {
      super(place);
      double[][] ofBands = FilterBank.filters(bands);
      kernel = ofBands[0].length + 2; // so many that positions are as many as samples / bands
      double[] all = new double[bands * kernel];
      for (int k = 0; k < all.length; k++) {
        int tap = k % kernel;
        double[] filter = ofBands[k / kernel];
        all[k] = tap < filter.length ? filter[tap] * (synthesis ? bands : 1) : 0;
      }
      long[] shape = {bands, 1, kernel};
      filters =
          Doubles.array(
              all, shape, place.type(), ArrayType.INPUT, LayerWorkspaceMgr.noWorkspaces());
    }

    private Correlation sizes() {
      INDArray x = inputs[0];
      if (x.rank() != 3
          || x.size(1) != (synthesis ? bands : 1)
          || (!synthesis && x.size(2) % bands != 0)) {
        throw new IllegalArgumentException(
            "A bank of %d bands takes %s, not %s"
                .formatted(
                    bands,
                    synthesis
                        ? "[batch, %d, length]".formatted(bands)
                        : "[batch, 1, a multiple of %d]".formatted(bands),
                    Arrays.toString(x.shape())));
      }
      int narrow = (int) x.size(2) / (synthesis ? 1 : bands);
      Axis width = new Axis(narrow * bands, narrow, kernel, bands, kernel / 2, 1);
      return new Correlation(1, (int) x.size(0), bands, 1, Axis.NONE, width);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      Correlation sizes = sizes();
      long[] shape = synthesis ? sizes.wideShape() : sizes.narrowShape();
      INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
      apply(sizes, synthesis, inputs[0], y, ArrayType.FF_WORKING_MEM, workspaces);
      return y;
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      INDArray ofX = room(0, inputs[0].shape(), workspaces);
      if (ofX != null) {
        apply(sizes(), !synthesis, epsilon, ofX, ArrayType.BP_WORKING_MEM, workspaces);
      }
      return new INDArray[] {ofX};
    }

    /** Either way: the gradient of one is the other, but for the factor. */
    private void apply(
        Correlation sizes,
        boolean widens,
        INDArray from,
        INDArray to,
        ArrayType use,
        LayerWorkspaceMgr workspaces) {
      ConvolutionArithmetic arithmetic =
          ConvolutionArithmetic.of(sizes, !widens, dataType, workspaces);
      if (widens) {
        INDArray turned =
            Doubles.array(turned(from), sizes.narrowShape(), dataType, use, workspaces);
        arithmetic.forward(turned, filters, null, to);
      } else {
        arithmetic.forward(Dense.of(from, use, workspaces), filters, null, to);
        Doubles.put(turned(to), to);
      }
    }

    private double[] turned(INDArray ofBands) {
      double[] values = Doubles.of(ofBands);
      int length = (int) ofBands.size(2);
      for (int k = 0; k < values.length; k++) {
        boolean turns = k / length % bands % 2 == 1 && k % length % 2 == 0;
        values[k] = turns ? -values[k] : values[k];
      }
      return values;
    }
  }
}
