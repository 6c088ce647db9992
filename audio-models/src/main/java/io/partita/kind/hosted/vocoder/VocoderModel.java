package io.partita.kind.hosted.vocoder;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.kind.hosted.CallFault;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.file.HostedDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A generator of samples from log-mel frames of {@link MelRecipe#HIFIGAN_22K_80}, as HiFi-GAN
 * (Kong, Kim and Bae, 2020). Long mels go through it in chunks with frames of context on both
 * sides, which gives the same samples as the whole but for rounding. Not for use by several
 * threads.
 */
public final class VocoderModel implements AutoCloseable {
  /** What the model hears. */
  public static final MelRecipe RECIPE = MelRecipe.HIFIGAN_22K_80;

  /** Frames of a chunk without its context. */
  public static final int CHUNK_FRAMES = 2048;

  /** Frames on each side of a chunk: with half as many a chunk's edge differs by 4.5e-6. */
  public static final int CONTEXT_FRAMES = 32;

  private static final String METHOD = "forward";

  private final ModelHost host;

  private VocoderModel(ModelHost host) {
    this.host = host;
  }

  /**
   * Loads a model.
   *
   * @throws UserException where its engine is not there, or where it says of itself that it is for
   *     other frames
   */
  public static VocoderModel open(HostedModel file) {
    check(file.name(), file.description());
    return new VocoderModel(ModelHost.open(file));
  }

  /** Whether a model says of itself that it is for such frames. */
  public static boolean takes(HostedDescription model) {
    try {
      check("", model);
      return bands(model) == RECIPE.nMels();
    } catch (UserException e) {
      return false;
    }
  }

  /** Fails on what the file says of itself; what it does not say its first call tells. */
  private static void check(String name, HostedDescription model) {
    if (!model.methods().isEmpty() && model.method(METHOD).isEmpty()) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL, name + " has no method forward, which a vocoder has.");
    }
    requireSize(name, "bands", bands(model), RECIPE.nMels());
    requireSize(name, "Hz", model.sampleRateHz().orElse(-1), RECIPE.sampleRateHz());
    requireSize(name, "samples a frame", size(model, "hop_size"), RECIPE.hop());
    requireSize(name, "samples of a transform", size(model, "n_fft"), RECIPE.nFft());
    requireSize(name, "samples of a window", size(model, "win_size"), RECIPE.windowLength());
    requireSize(name, "Hz at its lowest", size(model, "fmin"), Math.round(RECIPE.fMinHz()));
    requireSize(name, "Hz at its highest", size(model, "fmax"), Math.round(RECIPE.fMaxHz()));
  }

  private static long size(HostedDescription model, String attribute) {
    return model.sizes().getOrDefault(attribute, -1L);
  }

  private static long bands(HostedDescription model) {
    for (String attribute : List.of("num_mels", "n_mels", "n_mel_channels")) {
      if (model.sizes().containsKey(attribute)) {
        return model.sizes().get(attribute);
      }
    }
    return -1;
  }

  private static void requireSize(String name, String unit, long has, long wanted) {
    if (has != -1 && has != wanted) {
      throw new UserException(
          Mistake.UNSUPPORTED_MODEL,
          String.format(
              Locale.ROOT,
              "%s is for %,d %s; only vocoders for recipe %s are run, which has %,d.",
              name,
              has,
              unit,
              RECIPE.name(),
              wanted));
    }
  }

  /**
   * The samples of a mel.
   *
   * @param frames [n][bands] of {@link #RECIPE}
   * @return n · 256 samples at 22,050 Hz
   * @throws MalformedInputException a {@link CallFault}
   */
  public float[] samples(float[][] frames) throws MalformedInputException {
    return samples(frames, CHUNK_FRAMES, CONTEXT_FRAMES);
  }

  /**
   * The same in chunks of another length.
   *
   * @param chunk frames of each
   * @param context frames heard on each side of it, where there are any
   */
  public float[] samples(float[][] frames, int chunk, int context) throws MalformedInputException {
    check(frames);
    float[] samples = new float[Math.multiplyExact(frames.length, RECIPE.hop())];
    for (int from = 0; from < frames.length; from += chunk) {
      int to = Math.min(from + chunk, frames.length);
      int first = Math.max(0, from - context);
      int last = Math.min(frames.length, to + context);
      float[] made = call(Arrays.copyOfRange(frames, first, last));
      System.arraycopy(
          made,
          (from - first) * RECIPE.hop(),
          samples,
          from * RECIPE.hop(),
          (to - from) * RECIPE.hop());
    }
    return samples;
  }

  private static void check(float[][] frames) throws MalformedInputException {
    if (frames.length == 0) {
      throw new MalformedInputException(CallFault.NO_SAMPLES, 0, "there is not one frame");
    }
    for (int frame = 0; frame < frames.length; frame++) {
      if (frames[frame].length != RECIPE.nMels()) {
        throw new MalformedInputException(
            CallFault.ANOTHER_SHAPE,
            0,
            "frame %d has %d bands, the vocoder hears %d"
                .formatted(frame, frames[frame].length, RECIPE.nMels()));
      }
      for (float value : frames[frame]) {
        if (!Float.isFinite(value)) {
          throw new MalformedInputException(
              CallFault.NOT_FINITE, 0, "frame " + frame + " holds " + value);
        }
      }
    }
  }

  private float[] call(float[][] frames) throws MalformedInputException {
    float[][] bands = new float[RECIPE.nMels()][frames.length];
    for (int frame = 0; frame < frames.length; frame++) {
      for (int band = 0; band < bands.length; band++) {
        bands[band][frame] = frames[frame][band];
      }
    }
    List<HostedArray> outputs =
        host.call(METHOD, List.of(HostedArray.rows(bands)), OptionalLong.empty());
    HostedArray made = outputs.isEmpty() ? null : outputs.get(0);
    if (made == null
        || made.floats() == null
        || made.floats().length != frames.length * RECIPE.hop()) {
      throw new MalformedInputException(
          CallFault.ANOTHER_SHAPE,
          0,
          "the model makes %s of %d frames, not %d samples"
              .formatted(
                  made == null ? "nothing" : made.text(),
                  frames.length,
                  frames.length * RECIPE.hop()));
    }
    int bad = made.firstNotFinite();
    if (bad >= 0) {
      throw new MalformedInputException(
          CallFault.NOT_FINITE, 0, "sample " + bad + " that it makes is " + made.floats()[bad]);
    }
    return made.floats();
  }

  @Override
  public void close() {
    host.close();
  }
}
