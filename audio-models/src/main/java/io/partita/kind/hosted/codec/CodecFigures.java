package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.audio.compare.AudioDifference;
import io.partita.audio.compare.AudioFigures;
import io.partita.audio.compare.WaveComparator;
import io.partita.codec.CodeRatios;
import io.partita.codec.QuantizerAnalysis;
import io.partita.codec.QuantizerAnalysis.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a codec makes of one recording.
 *
 * @param bandwidths the least first
 * @param stages distances after each codebook of the largest bandwidth; empty where the model does
 *     not give its latents or codebooks
 * @param meanNorm mean distance of frames from 0, that of no codebook; NaN where there are no
 *     stages
 * @param notNearest codes of the largest bandwidth for which another entry is nearer, as a plain
 *     loop finds; -1 where there are no stages
 * @param codes of the largest bandwidth
 */
public record CodecFigures(
    List<Bandwidth> bandwidths,
    List<Stage> stages,
    double meanNorm,
    long notNearest,
    CodedSound codes) {
  /** Samples of the shortest recording that is compared. */
  private static final int LEAST_SAMPLES = 4096;

  public CodecFigures {
    bandwidths = List.copyOf(bandwidths);
    stages = List.copyOf(stages);
  }

  /**
   * What one bandwidth leaves.
   *
   * @param kilobitsPerSecond as the model says
   * @param ratios three numbers called compression
   * @param fileBytes of the codes' file
   * @param snrDb signal-to-noise ratio of the decoded sound
   * @param melMaeDb mean absolute error of its log-mel
   */
  public record Bandwidth(
      double kilobitsPerSecond,
      int stages,
      CodeRatios ratios,
      long fileBytes,
      double snrDb,
      double melMaeDb) {}

  /**
   * Encodes and decodes a recording at each bandwidth.
   *
   * @param channels [channels][samples] as the codec hears them
   * @param bytesBefore of the recording's file
   */
  public static CodecFigures of(EncodecCodec codec, float[][] channels, long bytesBefore)
      throws MalformedInputException {
    CodecShape shape = codec.shape();
    int samples = HostedCall.samples(channels, shape);
    List<Bandwidth> bandwidths = new ArrayList<>();
    CodedSound sound = null;
    for (double bandwidth : shape.bandwidths()) {
      sound = new CodedSound(samples, codec.encode(channels, bandwidth));
      byte[] file =
          shape.layout().isPresent() ? sound.toEcdc(shape) : sound.toNpz(shape, null, null);
      AudioFigures figures = compared(channels, codec.decode(sound.segments(), samples), shape);
      bandwidths.add(
          new Bandwidth(
              bandwidth,
              sound.stages(),
              CodeRatios.of(
                  shape.hop(),
                  shape.channels(),
                  sound.stages(),
                  shape.bits(),
                  bytesBefore,
                  file.length),
              file.length,
              figures.snrDb(),
              figures.logMelMaeDb()));
    }
    float[][] latents = codec.latents(channels).orElse(null);
    if (latents == null || codec.books().isEmpty()) {
      return new CodecFigures(bandwidths, List.of(), Double.NaN, -1, sound);
    }
    short[][] codes = sound.codes();
    return new CodecFigures(
        bandwidths,
        QuantizerAnalysis.of(codec.books().get(), latents, codes),
        QuantizerAnalysis.meanNorm(latents),
        QuantizerAnalysis.notNearest(codec.books().get(), latents, codes),
        sound);
  }

  /** Of all channels together; NaN of what is too short to compare. */
  private static AudioFigures compared(float[][] channels, float[][] made, CodecShape shape) {
    if (channels[0].length < LEAST_SAMPLES || shape.rateHz() < 500) {
      return new AudioFigures(Double.NaN, Double.NaN, Double.NaN);
    }
    WaveComparator comparator = new WaveComparator(shape.rateHz());
    AudioDifference difference = new AudioDifference();
    for (int channel = 0; channel < channels.length; channel++) {
      comparator.add(channels[channel], made[channel], difference);
    }
    return difference.figures();
  }
}
