package io.partita.kind.slicegpt;

import static io.partita.model.HyperParameters.require;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumMap;
import io.partita.form.SliceForm;
import io.partita.grid.StepGrid;
import io.partita.model.HyperParameters;
import io.partita.nn.loss.KlCharge;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The hyper-parameters of a {@link SliceGpt} or, with a latent vector, of a {@link SliceGptVae}.
 *
 * @param config the name of the hyper-parameters, or of those that these began as
 * @param bars of a slice, as the form is sliced in
 * @param size of a step's row
 * @param layers of attention and of feed-forward networks each
 * @param heads of an attention, that divide the size
 * @param dropout the share of values dropped in training, 0 until 1
 * @param latent the size of z; 0 for a language model, which looks at nothing that follows but the
 *     batch
 * @param encoderUnits of the LSTM of each direction, without {@code encoderLayers}
 * @param encoderLayers of the Transformer that encodes; 0 for LSTMs
 * @param freeBits of divergence that cost nothing
 * @param maxBeta the weight of the divergence beyond
 * @param betaRate see {@link KlCharge}
 * @param boundFrom see {@link KlCharge}
 * @param boundTo see {@link KlCharge}
 * @param betaRise see {@link KlCharge}
 * @param wholeBeta see {@link KlCharge}
 * @param historyDropout see {@link SliceGptVae}
 * @param freeByNumber see {@link KlCharge}
 * @param batch slices in an update, unless another number is asked for
 */
record SliceGptShape(
    String config,
    int bars,
    int size,
    int layers,
    int heads,
    double dropout,
    int latent,
    int encoderUnits,
    int encoderLayers,
    double freeBits,
    double maxBeta,
    double betaRate,
    long boundFrom,
    long boundTo,
    long betaRise,
    double wholeBeta,
    double historyDropout,
    boolean freeByNumber,
    int batch) {
  /** What nothing but a latent vector has. */
  static final List<String> OF_LATENT =
      List.of(
          "encoderUnits",
          "encoderLayers",
          "freeBits",
          "maxBeta",
          "betaRate",
          "boundFrom",
          "boundTo",
          "betaRise",
          "wholeBeta",
          "historyDropout",
          "freeByNumber");

  SliceGptShape {
    Objects.requireNonNull(config, "config");
    require(latent >= 0, "latent", latent, "0 or more");
    require(batch >= 1, "batch", batch, "1 or more");
  }

  /**
   * Those that are kept in a file.
   *
   * @param file JSON, beside this class
   */
  static HyperParameters<SliceGptShape> kept(String file) {
    return new HyperParameters<>(SliceGptShape.class, file, SliceGptShape::config, true);
  }

  /**
   * The language model, or the decoder of the autoencoder.
   *
   * @throws UserException where there is no such network
   */
  SliceGpt decoder(SliceForm form, DrumMap map) {
    return checked(
        () ->
            new SliceGpt(
                bars * StepGrid.STEPS_PER_BAR,
                size,
                layers,
                heads,
                dropout,
                map.label(),
                form.name()));
  }

  /**
   * The autoencoder.
   *
   * @throws UserException where there is no such network
   */
  SliceGptVae autoencoder(SliceForm form, DrumMap map) {
    SliceGpt decoder = decoder(form, map);
    return checked(
        () ->
            new SliceGptVae(
                decoder,
                latent,
                encoderUnits,
                freeBits,
                maxBeta,
                betaRate,
                boundFrom,
                boundTo,
                encoderLayers,
                betaRise,
                wholeBeta,
                historyDropout,
                freeByNumber));
  }

  private static <M> M checked(Supplier<M> network) {
    try {
      return network.get();
    } catch (IllegalArgumentException e) {
      throw new UserException(Mistake.BAD_OPTION, "Not a network: " + e.getMessage(), e);
    }
  }
}
