package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.Sha256;
import io.partita.archive.ArchiveKind;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.InputFile;
import io.partita.archive.LocalName;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.audio.file.LevelledSound;
import io.partita.audio.file.SoundFormat;
import io.partita.midi.MidiReader;
import io.partita.synth.Synth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
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

  /** Of a file, which is held as a whole. */
  private static final long MOST_BYTES = Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 2);

  /** How the address of an input on a disk begins, before its {@link LocalName}. */
  private static final String LOCAL = "file:";

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
   * @param report of the run that made its table, as JSON; null where it left none
   * @param source name of the input that it is from, as in audio_tracks
   * @param path the member's, as in audio_tracks
   * @param sha256 what they must have, so that nothing else is ever served
   */
  static byte[] original(String report, String source, String path, String sha256)
      throws IOException, MalformedInputException {
    JsonNode run = report == null ? JSON.createObjectNode() : JSON.readTree(report);
    for (JsonNode input : run.path("inputs")) {
      if (input.path("name").asText().equals(source)) {
        return read(input.path("path").asText(), path, sha256, limits(run));
      }
    }
    throw gone(source, "the lake does not say where it was");
  }

  /** Those of the ingest, within what can be held here. */
  private static ArchiveLimits limits(JsonNode run) {
    ArchiveLimits usual = ArchiveLimits.defaults();
    long mostBytes = run.path("options").path("max_member_mib").asLong(0) << 20;
    return usual.withMaxMemberBytes(
        Math.min(MOST_BYTES, Math.max(usual.maxMemberBytes(), mostBytes)));
  }

  /**
   * @param address of an archive, a folder or a single file, as the ingest's report has it
   */
  private static byte[] read(String address, String path, String sha256, ArchiveLimits limits)
      throws IOException, MalformedInputException {
    if (!address.startsWith(LOCAL)) {
      throw gone(address, "it is not on a disk of this machine");
    }
    String input = address.substring(LOCAL.length());
    Path file = LocalName.path(input);
    boolean isFolder = Files.isDirectory(file);
    if (isFolder) {
      // As in an archive of the folder, a path begins with the folder's own name.
      file = LocalName.path(input + "/" + path.substring(path.indexOf('/') + 1));
      if (!file.startsWith(LocalName.path(input))) {
        throw gone(path, "it is outside of " + input);
      }
    }
    if (!Files.isRegularFile(file)) {
      throw gone(LocalName.text(file), "there is no such file");
    }
    byte[] bytes =
        isFolder ? whole(file) : inArchive(new LocalFile(file, LocalName.text(file)), path, limits);
    if (!Sha256.of(bytes).equals(sha256)) {
      throw gone(LocalName.text(file), "it has changed since it was ingested");
    }
    return bytes;
  }

  private static byte[] whole(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw gone(LocalName.text(file), "it has more than " + MOST_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static byte[] inArchive(LocalFile archive, String path, ArchiveLimits limits)
      throws IOException, MalformedInputException {
    byte[] beginning;
    try (InputStream in = archive.openStream()) {
      beginning = in.readNBytes(ArchiveKind.PREFIX_BYTES);
    }
    if (ArchiveKind.of(archive.path(), beginning) == ArchiveKind.FILE) {
      return whole(archive.file());
    }
    try (MemberReader members = MemberReader.open(archive, limits, path::equals)) {
      for (Optional<MemberOutcome> next = members.next(); next.isPresent(); next = members.next()) {
        if (next.get() instanceof Member member) {
          return member.bytes();
        }
        if (next.get() instanceof RejectedMember rejected && rejected.path().equals(path)) {
          throw gone(path + " in " + archive.path(), rejected.detail());
        }
      }
    }
    throw gone(path + " in " + archive.path(), "the archive no longer has it");
  }

  private static BadRequest gone(String source, String why) {
    return BadRequest.notFound(
        "The lake keeps no audio, and its source cannot be read: %s: %s.".formatted(source, why));
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

  /**
   * A file on this machine's disk.
   *
   * @param path its name as the ingest wrote it
   */
  private record LocalFile(Path file, String path) implements InputFile {
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
