package io.partita.kind.hosted.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedRatio;
import java.util.Locale;

/**
 * What a model of sound says of its latents.
 *
 * @param rateHz of the samples that go in and come out
 * @param ratio samples of one frame
 * @param size numbers of one frame
 * @param streaming whether the model keeps in buffers what it has heard
 * @param stochastic whether it draws by itself
 */
public record LatentShape(int rateHz, int ratio, int size, boolean streaming, boolean stochastic) {
  private static final int MOST_RATIO = 1 << 20;
  private static final int MOST_SIZE = 1 << 12;

  /**
   * Reads it from what a file says of its methods {@code encode} and {@code decode}.
   *
   * @param name of the file, for messages
   * @throws UserException where it says none, or one that mono samples do not fit
   */
  public static LatentShape of(String name, HostedDescription model) {
    HostedRatio encode = ratio(name, model, "encode");
    HostedRatio decode = ratio(name, model, "decode");
    int rateHz = model.rateHz(name);
    require(
        encode.inChannels() == 1 && decode.outChannels() == 1,
        "%s takes %d channels and makes %d; only models of one channel are run.",
        name,
        encode.inChannels(),
        decode.outChannels());
    require(
        encode.outRatio() == decode.inRatio()
            && encode.outChannels() == decode.inChannels()
            && encode.inRatio() == decode.outRatio(),
        "%s encodes to %d numbers for %d samples, but decodes %d for %d.",
        name,
        encode.outChannels(),
        encode.outRatio(),
        decode.inChannels(),
        decode.inRatio());
    require(
        encode.inRatio() == 1
            && encode.outRatio() >= 1
            && encode.outRatio() <= MOST_RATIO
            && encode.outChannels() >= 1
            && encode.outChannels() <= MOST_SIZE,
        "%s says that it encodes %d samples to %d frames of %d numbers, which is no model of"
            + " sound.",
        name,
        encode.outRatio(),
        encode.inRatio(),
        encode.outChannels());
    return new LatentShape(
        rateHz,
        (int) encode.outRatio(),
        (int) encode.outChannels(),
        model.streaming(),
        model.stochastic());
  }

  private static HostedRatio ratio(String name, HostedDescription model, String method) {
    return model
        .ratio(method)
        .filter(ratio -> model.method(method).isPresent())
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.UNSUPPORTED_MODEL,
                    name
                        + " has no method "
                        + method
                        + " with the shapes that RAVE's exports state ("
                        + method
                        + "_params); 'partita inspect' shows what it has."));
  }

  private static void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL, String.format(Locale.ROOT, otherwise, values));
    }
  }

  /** Frames of a number of samples, of which the last may be filled up with silence. */
  public int frames(int samples) {
    return (int) (((long) samples + ratio - 1) / ratio);
  }
}
