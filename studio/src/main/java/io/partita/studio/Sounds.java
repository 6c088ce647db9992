package io.partita.studio;

import io.partita.MalformedInputException;
import io.partita.Sha256;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.audio.file.LevelledSound;
import io.partita.audio.file.SoundFormat;
import io.partita.midi.MidiReader;
import io.partita.score.Score;
import io.partita.synth.LoopLength;
import io.partita.synth.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * The sound of items: audio files from the archives or folders that the lake was made from, and
 * MIDI files as {@code partita convert} plays them. The last few are kept.
 */
final class Sounds {
  private static final long MOST_KEPT_BYTES = 96L << 20;

  private static final int SAMPLE_RATE_HZ = 44_100;
  private static final double LOUDNESS_LUFS = -16;
  private static final int BLOCK = 4096;

  /** Least recently used first. */
  private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);

  private long keptBytes;

  /** Makes what is not kept. */
  @FunctionalInterface
  interface Maker {
    byte[] make() throws IOException, MalformedInputException;
  }

  /** What is kept under a name, or is made now. */
  byte[] get(String name, Maker maker) throws IOException, MalformedInputException {
    synchronized (kept) {
      byte[] bytes = kept.get(name);
      if (bytes != null) {
        return bytes;
      }
    }
    byte[] made = maker.make();
    synchronized (kept) {
      if (kept.putIfAbsent(name, made) == null) {
        keptBytes += made.length;
      }
      var oldest = kept.entrySet().iterator();
      while (keptBytes > MOST_KEPT_BYTES && kept.size() > 1) {
        keptBytes -= oldest.next().getValue().length;
        oldest.remove();
      }
    }
    return made;
  }

  /** A MIDI file as WAV, at the loudness of Partita's sounds. */
  static byte[] wav(byte[] midi) throws IOException, MalformedInputException {
    return wav(midi, OptionalLong.empty());
  }

  /**
   * What a model made as WAV, as its command writes that: a drum loop is played round and round.
   */
  static byte[] made(byte[] midi) throws IOException, MalformedInputException {
    Score score = MidiReader.read(midi);
    OptionalLong samples = OptionalLong.empty();
    if (LoopLength.isLoop(score)) {
      double seconds = LoopLength.of(score).orElseThrow().seconds();
      samples = OptionalLong.of(Math.round(seconds * SAMPLE_RATE_HZ));
    }
    return wav(midi, samples);
  }

  private static byte[] wav(byte[] midi, OptionalLong loop)
      throws IOException, MalformedInputException {
    Path file = Files.createTempFile("partita-studio", ".wav");
    try (Synth synth = Synth.open(MidiReader.events(midi), SAMPLE_RATE_HZ, Optional.empty());
        LevelledSound sound =
            LevelledSound.create(
                file,
                SoundFormat.WAV,
                SAMPLE_RATE_HZ,
                Synth.CHANNELS,
                OptionalDouble.of(LOUDNESS_LUFS),
                loop)) {
      float[][] planes = new float[Synth.CHANNELS][BLOCK];
      for (int n = synth.read(planes); n > 0; n = synth.read(planes)) {
        sound.write(planes, n);
      }
      sound.finish();
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * An audio file's bytes, from what the data set was made of.
   *
   * @param sha256 what they must have, so that nothing else is ever served
   */
  static byte[] original(SourceFiles sources, String source, String path, String sha256)
      throws IOException, MalformedInputException {
    byte[] bytes = sources.read(source, path);
    if (!Sha256.of(bytes).equals(sha256)) {
      throw SourceFiles.gone(sources.place(source, path), "it has changed since it was ingested");
    }
    return bytes;
  }

  /**
   * The least and the largest sample of equal stretches of a file.
   *
   * @return pairs, -128 to 127
   */
  static int[] peaks(byte[] audio, double durationS, int stretches)
      throws IOException, MalformedInputException {
    int[] peaks = new int[2 * stretches];
    try (SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel(audio);
        AudioReader reader = AudioReader.open(channel, AudioLimits.defaults())) {
      double samples = Math.max(1, durationS * reader.format().sampleRateHz());
      float[] block = new float[BLOCK];
      long at = 0;
      for (int n = reader.readMono(block); n > 0; n = reader.readMono(block)) {
        for (int i = 0; i < n; i++, at++) {
          int stretch = (int) Math.min(stretches - 1, at * stretches / samples);
          int value = Math.round(127 * Math.max(-1, Math.min(1, block[i])));
          peaks[2 * stretch] = Math.min(peaks[2 * stretch], value);
          peaks[2 * stretch + 1] = Math.max(peaks[2 * stretch + 1], value);
        }
      }
    }
    return peaks;
  }
}
