package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cross-check: the samples of real and of generated files are those of the ffmpeg command. */
class FfmpegCommandTest {
  private static final List<String> TEXTS = List.of(".txt", "license");

  @TempDir static Path folder;

  @BeforeAll
  static void needsTheCommand() throws Exception {
    boolean there;
    try {
      there = run("ffmpeg", "-version").exitValue() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "No ffmpeg command: install Debian's package ffmpeg");
  }

  @Tag("full")
  @Test
  void everyRealFileGivesTheCommandsSamplesOrIsAFaultToBoth() throws Exception {
    assertThat(goodAmongEvery(1)).isGreaterThan(100);
  }

  @Tag("e2e")
  @Test
  void someRealFilesGiveTheCommandsSamplesOrAreAFaultToBoth() throws Exception {
    assertThat(goodAmongEvery(11)).isGreaterThan(8);
  }

  private int goodAmongEvery(int nth) throws Exception {
    List<Path> files = files(SharedData.file("data"));
    int good = 0;
    for (int i = 0; i < files.size(); i += nth) {
      good += isTheCommands(files.get(i)) ? 1 : 0;
    }
    return good;
  }

  private static List<Path> files(Path data) throws IOException {
    try (Stream<Path> audio = Files.walk(data.resolve("audio"));
        Stream<Path> gtzan = Files.walk(data.resolve("gtzan"));
        Stream<Path> broken = Files.walk(data.resolve("broken"))) {
      return Stream.concat(
              Stream.concat(audio, gtzan), broken.filter(file -> name(file).endsWith(".mp3")))
          .filter(Files::isRegularFile)
          .filter(file -> TEXTS.stream().noneMatch(name(file)::endsWith))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @EnumSource(AudioEncoding.class)
  void generatedFilesToo(AudioEncoding encoding) throws Exception {
    Path file = folder.resolve("clip." + encoding.extension());
    // The second channel of what FFmpeg's encoder of Vorbis makes, a command of version 5 gets
    // wrong.
    boolean isAlike = encoding == AudioEncoding.VORBIS;
    float[][] tones = Clips.tones(2, 48_000, 70_001);
    if (isAlike) {
      tones[1] = tones[0];
    }
    Files.write(file, Clips.encoded(encoding, 48_000, tones));
    assertThat(isTheCommands(file)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pcm_s8", "pcm_s16be", "pcm_s16le", "pcm_s24be", "pcm_f32be", "pcm_alaw"})
  void aiffToo(String codec) throws Exception {
    Path wav =
        Files.write(folder.resolve("a.wav"), Clips.encoded(AudioEncoding.WAV, 2, 44_100, 7001));
    Path file = folder.resolve(codec + ".aiff");
    assertThat(
            run("ffmpeg", "-v", "error", "-y", "-i", wav.toString(), "-c:a", codec, file.toString())
                .exitValue())
        .isZero();
    assertThat(isTheCommands(file)).isTrue();
  }

  /** Floats that another version of FFmpeg sums up in another order. */
  private static final Set<String> ROUNDED = Set.of("vorbis", "opus", "aac");

  private static final float ROUNDING = 1e-6f;

  /** MPEG-2 at 24 kHz, which commands of version 5 decode by a wrong table of bands. */
  private static final Set<String> MENDED = Set.of("M2L3_bitrate_24_all.bit", "M2L3_compl24.bit");

  /** Whether the command gives samples, which must then be those of the reader. */
  private static boolean isTheCommands(Path file) throws Exception {
    byte[] expected = decode(file);
    byte[] samples = new byte[0];
    String fault = "";
    String codec = "";
    try (SeekableByteChannel channel = Files.newByteChannel(file);
        AudioReader reader = AudioReader.open(channel, AudioLimits.defaults())) {
      codec = reader.format().codec();
      samples = Clips.interleaved(reader);
    } catch (MalformedInputException e) {
      fault = e.getMessage();
    }
    assertThat(samples.length)
        .as("%s: bytes of samples (%s)", file, fault)
        .isEqualTo(expected.length);
    if (ROUNDED.contains(codec)) {
      assertThat(floats(samples))
          .as(file.toString())
          .containsExactly(floats(expected), within(ROUNDING));
    } else if (!MENDED.contains(file.getFileName().toString())) {
      assertThat(samples).as(file.toString()).isEqualTo(expected);
    }
    return expected.length > 0;
  }

  private static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(floats);
    return floats;
  }

  /** By a name without an ending, as content alone is to tell what it is. */
  private static byte[] decode(Path file) throws Exception {
    Path link = folder.resolve("input");
    Files.createSymbolicLink(link, file.toAbsolutePath());
    Path output = folder.resolve("output");
    run("ffmpeg", "-nostdin", "-y", "-i", link.toString(), "-f", "f32le", output.toString());
    byte[] samples = Files.exists(output) ? Files.readAllBytes(output) : new byte[0];
    Files.deleteIfExists(output);
    Files.delete(link);
    return samples;
  }

  private static Process run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", List.of(command)).isTrue();
    return process;
  }
}
