package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.HashedChannel;
import io.partita.audio.file.AudioFormat;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioPass;
import io.partita.kind.hosted.CallFault;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.audio.MonoSound;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * An audio file as a codec hears it.
 *
 * @param sha256 of its bytes
 * @param sizeBytes of it
 * @param channels [channels][samples] at the codec's rate
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CodecSound(String sha256, long sizeBytes, float[][] channels) {
  /**
   * Decodes a file. Of one channel it is resampled and its channels averaged, as for all models; of
   * two it must have the codec's rate and channels.
   *
   * @throws UserException where it is missing, is no audio, too long or does not fit
   */
  static CodecSound read(String file, CodecShape shape) throws IOException {
    long sizeBytes = InputPath.file(file, Spark.hadoopConfiguration()).size();
    if (shape.channels() == 1) {
      MonoSound sound = MonoSound.heard(file, shape.rateHz());
      return new CodecSound(sound.sha256(), sizeBytes, new float[][] {sound.samples()});
    }
    try (HashedChannel content =
            new HashedChannel(InputPath.file(file, Spark.hadoopConfiguration()).openChannel());
        AudioPass pass =
            new AudioPass(content, AudioLimits.defaults().withMaxDurationS(MonoSound.LONGEST_S))) {
      float[][] channels = planes(pass, shape.channels());
      AudioFormat format = pass.summary().format();
      if (!fits(format, shape)) {
        throw new UserException(
            Mistake.MISMATCH,
            String.format(
                Locale.ROOT,
                "%s: %,d Hz, %d channels; the codec hears %,d Hz in %d channels: convert it first.",
                file,
                format.sampleRateHz(),
                format.channels(),
                shape.rateHz(),
                channels.length));
      }
      return new CodecSound(content.sha256(), sizeBytes, channels);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, file + " cannot be decoded: " + e.detail() + ".", e);
    }
  }

  /**
   * A file of a data set, by the same rule.
   *
   * @throws MalformedInputException also a {@link CallFault}, where it has another rate or number
   *     of channels than a codec of two hears
   */
  static float[][] heard(AudioPass pass, CodecShape shape)
      throws IOException, MalformedInputException {
    if (shape.channels() == 1) {
      return new float[][] {pass.mono(shape.rateHz())};
    }
    float[][] channels = planes(pass, shape.channels());
    AudioFormat format = pass.summary().format();
    HostedCall.require(
        fits(format, shape),
        CallFault.ANOTHER_SHAPE,
        "%d Hz, %d channels".formatted(format.sampleRateHz(), format.channels()));
    return channels;
  }

  private static boolean fits(AudioFormat format, CodecShape shape) {
    return format.sampleRateHz() == shape.rateHz() && format.channels() == shape.channels();
  }

  /** The first so many channels of a file as they are; the last again where it has fewer. */
  private static float[][] planes(AudioPass pass, int count)
      throws IOException, MalformedInputException {
    float[][] channels = new float[count][1 << 16];
    int[] read = {0};
    pass.run((planes, samples) -> read[0] = added(channels, planes, read[0], samples));
    return Arrays.stream(channels)
        .map(channel -> Arrays.copyOf(channel, read[0]))
        .toArray(float[][]::new);
  }

  private static int added(float[][] channels, float[][] planes, int from, int count) {
    for (int channel = 0; channel < channels.length; channel++) {
      float[] plane = planes[Math.min(channel, planes.length - 1)];
      if (channels[channel].length < from + count) {
        channels[channel] =
            Arrays.copyOf(channels[channel], Math.max(2 * channels[channel].length, from + count));
      }
      System.arraycopy(plane, 0, channels[channel], from, count);
    }
    return from + count;
  }
}
