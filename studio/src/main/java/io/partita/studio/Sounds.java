package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.Sha256;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.InputFile;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.audio.file.LevelledSound;
import io.partita.audio.file.SoundFormat;
import io.partita.midi.MidiReader;
import io.partita.synth.Synth;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final double LOUDNESS_LUFS = -18;
  private static final int BLOCK = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

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
    Path file = Files.createTempFile("partita-studio", ".wav");
    try (Synth synth = Synth.open(MidiReader.events(midi), SAMPLE_RATE_HZ, Optional.empty());
        LevelledSound sound =
            LevelledSound.create(
                file,
                SoundFormat.WAV,
                SAMPLE_RATE_HZ,
                Synth.CHANNELS,
                OptionalDouble.of(LOUDNESS_LUFS),
                OptionalLong.empty())) {
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
   * @param table the folder of its table, which has {@code _run.json}
   * @param path the member's, as in audio_tracks
   * @param sha256 what they must have, so that nothing else is ever served
   */
  static byte[] original(Path table, String path, String sha256)
      throws IOException, MalformedInputException {
    List<String> missing = new ArrayList<>();
    for (Path input : inputs(table)) {
      if (!Files.exists(input)) {
        missing.add(input.toString());
        continue;
      }
      Optional<byte[]> bytes =
          Files.isDirectory(input) ? inFolder(input, path) : inArchive(input, path);
      if (bytes.isPresent() && Sha256.of(bytes.get()).equals(sha256)) {
        return bytes.get();
      }
    }
    throw BadRequest.notFound(
        missing.isEmpty()
            ? "The file's source has changed since it was ingested."
            : "The lake keeps no audio, and its source is gone: " + String.join(", ", missing));
  }

  private static List<Path> inputs(Path table) throws IOException {
    List<Path> inputs = new ArrayList<>();
    Path report = table.resolve("_run.json");
    if (Files.exists(report)) {
      for (JsonNode input : JSON.readTree(report.toFile()).path("inputs")) {
        URI address = URI.create(input.path("path").asText());
        if ("file".equals(address.getScheme())) {
          inputs.add(Path.of(address.getPath()));
        }
      }
    }
    return inputs;
  }

  private static Optional<byte[]> inFolder(Path folder, String path) throws IOException {
    Path file = folder.resolve(path).normalize();
    return file.startsWith(folder) && Files.isRegularFile(file)
        ? Optional.of(Files.readAllBytes(file))
        : Optional.empty();
  }

  private static Optional<byte[]> inArchive(Path archive, String path)
      throws IOException, MalformedInputException {
    InputFile file = new LocalFile(archive);
    boolean isAlone = archive.getFileName().toString().equals(path);
    try (MemberReader members =
        MemberReader.open(file, ArchiveLimits.defaults(), name -> isAlone || name.equals(path))) {
      for (Optional<MemberOutcome> next = members.next(); next.isPresent(); next = members.next()) {
        if (next.get() instanceof Member member) {
          return Optional.of(member.bytes());
        }
      }
    }
    return Optional.empty();
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

  /** A file on this machine's disk. */
  private record LocalFile(Path file) implements InputFile {
    @Override
    public String path() {
      return file.toString();
    }

    @Override
    public long size() throws IOException {
      return Files.size(file);
    }

    @Override
    public InputStream openStream() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public SeekableByteChannel openChannel() throws IOException {
      return Files.newByteChannel(file);
    }
  }
}
