package io.partita.sample;

import io.partita.MalformedInputException;
import io.partita.audio.file.AudioEncoding;
import io.partita.audio.file.AudioWriter;
import io.partita.midi.MidiReader;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Dice;
import io.partita.synth.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sound of a track: some seconds out of its song, played by the JDK's synthesizer.
 *
 * @param sampleRateHz 44,100 or 48,000
 * @param planes a channel each, one or two
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FmaClip(int sampleRateHz, float[][] planes) {
  /** What the number at the start of a dice's path represents. */
  private static final int SOUND = 403;

  /** Mostly stereo at 44,100 Hz; one in twelve is mono, one in twelve has 48,000 Hz. */
  static FmaClip render(long seed, FmaTrack track, int seconds) {
    int odd = Dice.of(seed, SOUND, track.id()).below(12);
    int sampleRateHz = odd == 1 ? 48_000 : 44_100;
    byte[] midi = SongExcerpt.midi(Composer.compose(seed, track.song(), 0), seconds);
    int samples = seconds * sampleRateHz;
    float[][] stereo = new float[Synth.CHANNELS][samples];
    float[][] block = new float[Synth.CHANNELS][1 << 12];
    int count = 0;
    try (Synth synth = Synth.open(MidiReader.events(midi), sampleRateHz, Optional.empty())) {
      int read = synth.read(block);
      while (read >= 0 && count < samples) {
        int some = Math.min(read, samples - count);
        for (int channel = 0; channel < Synth.CHANNELS; channel++) {
          System.arraycopy(block[channel], 0, stereo[channel], count, some);
        }
        count += some;
        read = synth.read(block);
      }
    } catch (MalformedInputException e) {
      throw new IllegalStateException("The composer wrote what nobody can play", e);
    }
    for (int channel = 0; channel < Synth.CHANNELS; channel++) {
      stereo[channel] = Arrays.copyOf(stereo[channel], count);
    }
    FmaClip clip = new FmaClip(sampleRateHz, stereo);
    return odd == 0 ? new FmaClip(sampleRateHz, new float[][] {clip.mono()}) : clip;
  }

  /** The average of its channels. */
  float[] mono() {
    float[] mono = planes[0].clone();
    for (int channel = 1; channel < planes.length; channel++) {
      for (int i = 0; i < mono.length; i++) {
        mono[i] += planes[channel][i];
      }
    }
    for (int i = 0; i < mono.length; i++) {
      mono[i] /= planes.length;
    }
    return mono;
  }

  /**
   * The clip as an MP3 file.
   *
   * @param scratch a file to write and delete; encoders write to files only
   */
  byte[] mp3(Path scratch) throws IOException {
    try {
      try (AudioWriter writer =
          AudioWriter.create(scratch, AudioEncoding.MP3, sampleRateHz, planes.length)) {
        writer.write(planes, planes[0].length);
      }
      return Files.readAllBytes(scratch);
    } finally {
      Files.deleteIfExists(scratch);
    }
  }
}
