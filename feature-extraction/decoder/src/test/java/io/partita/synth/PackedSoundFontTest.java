package io.partita.synth;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.AudioEncoding;
import io.partita.audio.file.AudioWriter;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SoundFonts whose samples are Ogg streams: they sound as those that they were made of. */
class PackedSoundFontTest {
  private static final int RATE = 44_100;
  private static final int PACKED = 0x11;
  private static final int FRAMES = 30_000;
  private static final int SILENT_FRAMES = 46;

  /** Whole periods of 441 Hz. */
  private static final int LOOP_START = 10_000;

  private static final int LOOP_END = 20_000;

  @TempDir private Path folder;

  /** Two channels and Opus, as the encoders are that are always there. */
  @Test
  void aPackedFontSoundsAsTheFontThatItWasMadeOf() throws Exception {
    float[] plain = play(plain());
    for (AudioEncoding encoding : List.of(AudioEncoding.VORBIS, AudioEncoding.OPUS)) {
      Path ogg = folder.resolve(encoding + ".ogg");
      int rateHz = encoding == AudioEncoding.OPUS ? 48_000 : RATE;
      float[] tone = tone();
      try (AudioWriter writer = AudioWriter.create(ogg, encoding, rateHz, 2)) {
        writer.write(new float[][] {tone, tone}, tone.length);
      }
      float[] packed = play(packed(Files.readAllBytes(ogg)));
      assertThat(snr(plain, packed)).as("%s", encoding).isGreaterThan(15);
    }
  }

  /** As real fonts are packed: libvorbis and one channel. */
  @Test
  void aFontThatLibvorbisPackedSoundsAsTheFontThatItWasMadeOf() throws Exception {
    Path pcm = Files.write(folder.resolve("tone.pcm"), pcm(tone(), 0));
    Path ogg = folder.resolve("tone.ogg");
    assumeThat(encoded(pcm, ogg)).as("ffmpeg with libvorbis").isTrue();

    byte[] font = packed(Files.readAllBytes(ogg));

    assertThat(font.length).isLessThan(plain().length / 4);
    assertThat(snr(play(plain()), play(font))).isGreaterThan(25);
  }

  @Test
  void onlyTheSamplesThatArePlayedAreUnpacked() throws Exception {
    // Its only sample is no Ogg stream, and its preset is none of those that are played.
    byte[] other =
        new FontBuilder().at(0, 5).sample(0, 500, RATE).data(new byte[1000], PACKED).build();
    Path file = Files.write(folder.resolve("five.sf3"), other);
    assertThatMistake(() -> Synth.open(note(), RATE, Optional.of(file)))
        .is(Mistake.MISMATCH)
        .names("program 0");
  }

  @Test
  void whatCannotBeUnpackedIsRefusedByName() throws Exception {
    byte[] noise = new byte[4000];
    Arrays.fill(noise, (byte) 77);
    refused(font(noise, 0, 4000), "Sample 0", "Tone", "unpacked");
    refused(font(noise, 0, 0), "Sample 0", "Tone", "byte 0", 0, 4000);
    refused(font(noise, 9, 4001), "Sample 0", "Tone", "byte 9", 4001, 4000);
    refused(font(noise, 0, 0xFFFFFFFFL), "Sample 0", "Tone", "byte 0", 0xFFFFFFFFL);
    byte[] ogg = ogg(tone());
    refused(font(Arrays.copyOf(ogg, 40), 0, 40), "Sample 0", "Tone", "unpacked");
    byte[] beyond = builder(ogg).loop(1, LOOP_START, FRAMES + 5_000).build();
    refused(beyond, "loop", 10046, 35046, 46, 30046);
    Path flac = folder.resolve("tone.flac");
    try (AudioWriter writer = AudioWriter.create(flac, AudioEncoding.FLAC, RATE, 1)) {
      writer.write(tone(), FRAMES);
    }
    byte[] other = Files.readAllBytes(flac);
    refused(font(other, 0, other.length), "Sample 0", "Tone", "flac");
  }

  /** Silence takes next to nothing packed, and an hour of it would fill the memory. */
  @Test
  void aStreamThatUnpacksToTooMuchIsRefused() throws Exception {
    byte[] silence = ogg(new float[20 * FRAMES]);
    assertThat(silence.length).isLessThan(FRAMES);
    try (SeekableByteChannel file =
        new SeekableInMemoryByteChannel(font(silence, 0, silence.length))) {
      Sf2 font = SoundFont.read(file).packed().orElseThrow();
      assertThatFault(() -> Sf3.unpack(file, font, Set.of(0), 10 * FRAMES))
          .is("BAD_SAMPLE")
          .names(10 * FRAMES);
    }
    assertThat(temporary()).isEmpty();
  }

  @Test
  void aFaultIsNamedAtItsPlaceInTheFile() throws Exception {
    byte[] font = builder(ogg(tone())).loop(1, 200, 100).build();
    int headers = indexOf(font, "shdr") + 8;
    refused(font, "(byte " + headers + ")");
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aDamagedFontIsPlayedWithinBoundsOrRefused(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 0x3FFFFF) Integer> damages,
      @ForAll @IntRange(max = 2) int kind)
      throws Exception {
    byte[] font = DAMAGED.clone();
    int from = kind == 0 ? 0 : indexOf(font, kind == 1 ? "OggS" : "shdr");
    for (int damage : damages) {
      font[from + (damage >> 8) % (font.length - from)] = (byte) damage;
    }
    try {
      for (float sample : play(font)) {
        assertThat(sample).isFinite();
      }
    } catch (UserException e) {
      assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
    }
  }

  private static final byte[] DAMAGED = damaged();

  private static byte[] damaged() {
    try {
      return packed(ogg(tone()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(byte[] font, Object... names) {
    assertThatMistake(() -> play(font)).is(Mistake.MALFORMED_FILE).names(names);
    assertThat(temporary()).isEmpty();
  }

  private static List<Path> temporary() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("partita-soundfont"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] font(byte[] smpl, long start, long end) {
    return new FontBuilder().sample(start, end, RATE).loop(0, 0, 0).data(smpl, PACKED).build();
  }

  private static FontBuilder builder(byte[] ogg) {
    return new FontBuilder()
        .sample(0, ogg.length, RATE)
        .loop(1, LOOP_START, LOOP_END)
        .data(ogg, PACKED);
  }

  private static byte[] packed(byte[] ogg) {
    return builder(ogg).build();
  }

  private static byte[] plain() {
    return new FontBuilder()
        .sample(0, FRAMES, RATE)
        .loop(1, LOOP_START, LOOP_END)
        .data(pcm(tone(), SILENT_FRAMES), 1)
        .build();
  }

  /** 441 Hz, at once and then softer. */
  private static float[] tone() {
    float[] tone = new float[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      double level = i < LOOP_START ? 0.6 - 0.3 * i / LOOP_START : 0.3;
      tone[i] = (float) (level * Math.sin(2 * Math.PI * 441 * i / RATE));
    }
    return tone;
  }

  private static byte[] pcm(float[] samples, int silence) {
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * (samples.length + silence)).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      bytes.putShort((short) Math.rint(sample * 32768));
    }
    return bytes.array();
  }

  private static byte[] ogg(float[] tone) throws IOException {
    Path ogg = Files.createTempFile("partita-tone", ".ogg");
    try {
      try (AudioWriter writer = AudioWriter.create(ogg, AudioEncoding.OPUS, 48_000, 1)) {
        writer.write(tone, tone.length);
      }
      return Files.readAllBytes(ogg);
    } finally {
      Files.delete(ogg);
    }
  }

  private static boolean encoded(Path pcm, Path ogg) throws Exception {
    try {
      Process ffmpeg =
          new ProcessBuilder(
                  "ffmpeg",
                  "-v",
                  "error",
                  "-f",
                  "s16le",
                  "-ar",
                  "44100",
                  "-ac",
                  "1",
                  "-i",
                  pcm.toString(),
                  "-c:a",
                  "libvorbis",
                  "-q:a",
                  "6",
                  ogg.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      ffmpeg.getOutputStream().close();
      return ffmpeg.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int indexOf(byte[] bytes, String id) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(id);
  }

  private static MidiEvents note() throws Exception {
    Score score = Score.builder(Division.ppq(480)).note(0, 0, 0, 69, 100, 0, 960).build();
    return MidiReader.events(MidiWriter.write(score));
  }

  private static float[] play(byte[] font) throws Exception {
    Path file = Files.createTempFile("partita-font", ".sf3");
    try {
      Files.write(file, font);
      float[] all = new float[0];
      float[][] planes = new float[2][4096];
      try (Synth synth = Synth.open(note(), RATE, Optional.of(file))) {
        for (int count = synth.read(planes); count >= 0; count = synth.read(planes)) {
          int before = all.length;
          all = Arrays.copyOf(all, before + count);
          System.arraycopy(planes[0], 0, all, before, count);
        }
      }
      return all;
    } finally {
      Files.delete(file);
    }
  }

  /** In dB; what one has beyond the other's end counts as noise. */
  private static double snr(float[] wanted, float[] got) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < Math.max(wanted.length, got.length); i++) {
      double one = i < wanted.length ? wanted[i] : 0;
      double other = i < got.length ? got[i] : 0;
      signal += one * one;
      noise += (one - other) * (one - other);
    }
    return 10 * Math.log10(signal / noise);
  }
}
