package io.partita.synth;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioEncoding;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.audio.file.AudioWriter;
import io.partita.midi.MidiEvents;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Parts of music as MP3 files, which every browser plays. Music that would go on fades out, so that
 * the cut is no click.
 */
public final class Mp3Clip {
  private static final int BLOCK_SAMPLES = 4096;
  private static final int SAMPLE_RATE_HZ = 44_100;
  private static final double FADE_S = 0.5;

  /** What the format knows. */
  private static final Set<Integer> RATES_HZ =
      Set.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

  private Mp3Clip() {}

  /**
   * Plays a MIDI file with the JDK's sounds.
   *
   * @param startS beginning of the clip, seconds from the file's start
   * @param lengthS longest length, seconds
   * @throws MalformedInputException where there is no note, or the music is too long
   */
  public static void ofMidi(MidiEvents events, double startS, double lengthS, Path file)
      throws IOException, MalformedInputException {
    float[][] planes = new float[Synth.CHANNELS][BLOCK_SAMPLES];
    long skip = Math.round(startS * SAMPLE_RATE_HZ);
    long left = Math.round(lengthS * SAMPLE_RATE_HZ);
    try (Synth synth = Synth.open(events, SAMPLE_RATE_HZ, Optional.empty());
        AudioWriter mp3 =
            AudioWriter.create(file, AudioEncoding.MP3, SAMPLE_RATE_HZ, Synth.CHANNELS)) {
      for (int count = synth.read(planes); count >= 0 && left > 0; count = synth.read(planes)) {
        int from = (int) Math.min(skip, count);
        int kept = (int) Math.min(left, count - from);
        for (float[] plane : planes) {
          System.arraycopy(plane, from, plane, 0, kept);
          fade(plane, kept, left, SAMPLE_RATE_HZ);
        }
        mp3.write(planes, kept);
        skip -= from;
        left -= kept;
      }
    }
  }

  /**
   * The beginning of an audio file; in mono where it has more than two channels or a rate that MP3
   * does not know.
   *
   * @param bytes the file, closed by the caller
   * @param lengthS longest length, seconds
   * @throws MalformedInputException where it cannot be decoded
   */
  public static void ofAudio(SeekableByteChannel bytes, double lengthS, Path file)
      throws IOException, MalformedInputException {
    try (AudioReader reader = AudioReader.open(bytes, AudioLimits.defaults())) {
      int rateHz = reader.format().sampleRateHz();
      long length = Math.round(lengthS * rateHz);
      if (RATES_HZ.contains(rateHz) && reader.format().channels() <= 2) {
        asItIs(reader, length, file);
      } else {
        inMono(reader, length, file);
      }
    }
  }

  private static void asItIs(AudioReader reader, long length, Path file)
      throws IOException, MalformedInputException {
    int channels = reader.format().channels();
    int rateHz = reader.format().sampleRateHz();
    float[][] planes = new float[channels][BLOCK_SAMPLES];
    try (AudioWriter mp3 = AudioWriter.create(file, AudioEncoding.MP3, rateHz, channels)) {
      long left = length;
      for (int count = 0; left > 0 && count >= 0; count = reader.read(planes)) {
        int kept = (int) Math.min(left, count);
        for (float[] plane : planes) {
          fade(plane, kept, left, rateHz);
        }
        mp3.write(planes, kept);
        left -= kept;
      }
    }
  }

  private static void inMono(AudioReader reader, long length, Path file)
      throws IOException, MalformedInputException {
    float[] samples = new float[BLOCK_SAMPLES];
    int rateHz = reader.format().sampleRateHz();
    try (AudioWriter mp3 = AudioWriter.create(file, AudioEncoding.MP3, rateHz, 1, SAMPLE_RATE_HZ)) {
      long left = length;
      for (int count = 0; left > 0 && count >= 0; count = reader.readMono(samples)) {
        int kept = (int) Math.min(left, count);
        fade(samples, kept, left, rateHz);
        mp3.write(samples, kept);
        left -= kept;
      }
    }
  }

  /**
   * Makes the last samples before the end quieter and quieter.
   *
   * @param left samples up to the end, these ones included
   */
  private static void fade(float[] samples, int count, long left, int rateHz) {
    double fade = FADE_S * rateHz;
    for (int i = 0; i < count && left - count < fade; i++) {
      samples[i] *= (float) Math.min(1, (left - i) / fade);
    }
  }
}
