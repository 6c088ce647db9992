package io.partita.kind.hosted.latent;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.model.audio.MonoSound;
import java.io.IOException;
import java.util.Arrays;

/** A model of sound in the hands of a command: its faults are the user's mistakes. */
public final class LatentRun implements AutoCloseable {
  private final HostedModel file;
  private final LatentHost model;

  private LatentRun(HostedModel file, LatentHost model) {
    this.file = file;
    this.model = model;
  }

  /**
   * Loads a model.
   *
   * @throws UserException where it is none of sound, or its engine is not there
   */
  static LatentRun open(String given) throws IOException {
    return open(HostedFiles.model(given));
  }

  /**
   * The same of a model's file that was looked into.
   *
   * @throws UserException where it is none of sound, or its engine is not there
   */
  public static LatentRun open(HostedModel file) {
    return new LatentRun(file, LatentHost.open(file));
  }

  HostedModel file() {
    return file;
  }

  LatentShape shape() {
    return model.shape();
  }

  /** The latents of an audio file. */
  RecordingLatents encode(String audio, long seed) throws IOException {
    MonoSound sound = MonoSound.heard(audio, model.shape().rateHz());
    try {
      float[][] values = model.encode(sound.samples(), seed);
      return new RecordingLatents(
          values, origin(sound.samples().length, audio, sound.sha256(), ownSeed(seed)));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(audio, e);
    }
  }

  /** Latents drawn from the prior, enough for some samples. */
  RecordingLatents random(int samples, long seed) {
    float[][] values =
        RecordingLatents.drawn(model.shape().size(), model.shape().frames(samples), seed);
    return new RecordingLatents(values, origin(samples, null, null, seed));
  }

  private LatentOrigin origin(int samples, String source, String sourceSha256, Long seed) {
    return new LatentOrigin(
        file.fileName(),
        file.sha256(),
        model.shape().rateHz(),
        model.shape().ratio(),
        samples,
        source,
        sourceSha256,
        seed,
        0,
        null);
  }

  private Long ownSeed(long seed) {
    return model.shape().stochastic() ? seed : null;
  }

  /**
   * The samples of latents, without those that were added to fill the last frame.
   *
   * @param given where they are from, for messages
   */
  public float[] decode(String given, RecordingLatents latents, long seed) {
    if (latents.origin().ratio() != model.shape().ratio()
        || latents.origin().sampleRateHz() != model.shape().rateHz()) {
      throw new UserException(
          Mistake.MISMATCH,
          "%s says %d samples a frame at %d Hz, the model has %d at %d Hz."
              .formatted(
                  given,
                  latents.origin().ratio(),
                  latents.origin().sampleRateHz(),
                  model.shape().ratio(),
                  model.shape().rateHz()));
    }
    try {
      return Arrays.copyOf(model.decode(latents.values(), seed), latents.origin().samples());
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(given, e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
