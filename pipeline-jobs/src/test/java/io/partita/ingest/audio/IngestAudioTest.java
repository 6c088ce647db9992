package io.partita.ingest.audio;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.AudioSample;
import io.partita.ChildPartita;
import io.partita.DuckDb;
import io.partita.InputArchives;
import io.partita.OddFiles;
import io.partita.PartitaRun;
import io.partita.SharedData;
import io.partita.SortedTables;
import io.partita.audio.file.PlantedDecoder;
import io.partita.audio.file.WavWriter;
import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of audio files: labels, splits, faults, and rows that do not depend on the container. */
@Tag("spark")
class IngestAudioTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder;

  @Test
  void theFolderIsTheLabelAndEveryLabelIsCutAlike() throws IOException {
    Path genres = folder.resolve("genres");
    for (String label : List.of("blues", "jazz")) {
      for (int i = 0; i < 10; i++) {
        writeWav(genres.resolve("%s/%s.%05d.wav".formatted(label, label, i)), 0.25, label, i);
      }
    }
    writeWav(genres.resolve("disco/disco.00000.wav"), 0.25, "disco", 0);
    Files.writeString(genres.resolve("notes.txt"), "no music");

    JsonNode report = ingest("lake", genres).json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(21);
    assertThat(report.at("/splits/train").asInt()).isEqualTo(15);
    assertThat(report.at("/splits/test").asInt()).isEqualTo(6);
    assertThat(labelsAndSplits())
        .containsExactly(
            List.of("blues", "test", 3L),
            List.of("blues", "train", 7L),
            List.of("disco", "train", 1L),
            List.of("jazz", "test", 3L),
            List.of("jazz", "train", 7L));
    List<String> drawn = tests();
    ingest("lake", genres, "--seed", 1).exits(0);
    assertThat(tests()).hasSize(6).isNotEqualTo(drawn);
    ingest("lake", genres).exits(0);
    assertThat(tests()).isEqualTo(drawn);
    ingest("lake", genres, "--split", "50/20/30").exits(0);
    assertThat(labelsAndSplits())
        .contains(List.of("blues", "validation", 2L), List.of("jazz", "train", 5L));
  }

  /** A file that loops for ever, one that takes all memory, one that crashes: a row each. */
  @Test
  void whatAFileDoesToItsDecoderIsItsOwnRow() throws IOException {
    Path genres = folder.resolve("genres");
    for (int i = 0; i < 4; i++) {
      writeWav(genres.resolve("blues/good%d.wav".formatted(i)), 0.25, "blues", i);
    }
    for (String fault : List.of("loop", "allocate 8", "crash", "exit 137")) {
      Files.write(
          genres.resolve("blues/" + fault.replace(" ", "") + ".wav"), PlantedDecoder.file(fault));
    }
    try (PlantedDecoder planted = PlantedDecoder.use(900, 4, 300)) {
      JsonNode report = ingest("lake", genres).json();
      assertThat(report.at("/members/ok").asInt()).isEqualTo(4);
    }
    assertThat(
            DuckDb.rows(
                "SELECT fault, count(*) FROM read_parquet('%s') GROUP BY fault ORDER BY fault"
                    .formatted(folder.resolve("lake/quarantine/**/*.parquet"))))
        .containsExactly(List.of("DECODER_CRASHED", 3L), List.of("DECODER_TIMEOUT", 1L));
  }

  @Test
  void aLabelMayHaveAnyName() throws IOException {
    Path input = Files.createDirectories(folder.resolve("genres"));
    writeWav(input.resolve("song"), 0.25, "x", 1);
    OddFiles.make(
        input,
        """
        for label in R:B $'\\xff' 'drum & bass' $'two\\nlines'; do
          mkdir "$label"; cp song "$label/a:b.wav"
        done
        mkfifo R:B/fifo.wav; ln -s none R:B/dead.mp3; mv song notes.txt
        """);

    JsonNode report = ingest("lake", input).json();

    assertThat(DuckDb.rows("SELECT label, path FROM " + table("audio_tracks") + " ORDER BY label"))
        .containsExactly(
            List.of("%FF", "genres/%FF/a:b.wav"),
            List.of("R:B", "genres/R:B/a:b.wav"),
            List.of("drum & bass", "genres/drum & bass/a:b.wav"),
            List.of("two%0Alines", "genres/two%0Alines/a:b.wav"));
    assertThat(DuckDb.rows("SELECT path, fault FROM " + table("quarantine") + " ORDER BY path"))
        .containsExactly(
            List.of("genres/R:B/dead.mp3", "LINK"), List.of("genres/R:B/fifo.wav", "SPECIAL_FILE"));
    assertThat(report.at("/counts/other_files").asInt()).isEqualTo(1);
  }

  @Test
  void equalContentsAndTheSameRecordingInTwoFormatsShareASplit() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Path wav = folder.resolve("x.wav");
    for (int i = 0; i < 8; i++) {
      writeWav(wav, 0.25, "pop", i);
      files.put("in/pop/" + i + ".wav", Files.readAllBytes(wav));
      files.put("in/pop/copy-of-" + i + ".wav", Files.readAllBytes(wav));
      writeWav(wav, 0.3, "pop", i);
      files.put("in/pop/" + i + ".WAV", Files.readAllBytes(wav)); // another file of that name
    }
    Path zip = InputArchives.write(folder.resolve("in.zip"), files);

    ingest("lake", zip, "--split", "50/0/50").exits(0);

    assertThat(
            DuckDb.rows(
                "SELECT split, count(*), count(DISTINCT regexp_extract(path, '\\d')) FROM "
                    + table("audio_tracks")
                    + " GROUP BY 1 ORDER BY 1"))
        .containsExactly(List.of("test", 12L, 4L), List.of("train", 12L, 4L));
  }

  @Tag("full")
  @Test
  void zipFolderAndTarGiveTheSameRows() {
    SortedMap<String, byte[]> members = AudioSample.members(AudioSample.audio());
    Map<String, List<String>> first = null;
    for (String name : List.of("fma_small.zip", "fma_small.tar.gz", "fma_small")) {
      Path input = InputArchives.write(folder.resolve(name + "-in/" + name), members);
      ingest(name + "-lake", input).exits(0);
      Map<String, List<String>> rows =
          SortedTables.without(
              folder.resolve(name + "-lake"), "set", "source|run_id|byte_offset|detail");
      assertThat(rows).containsOnlyKeys("audio_tracks", "mel", "quarantine");
      first = first == null ? rows : first;
      assertThat(rows).as(name).isEqualTo(first);
    }
  }

  /** Parts are merged: three slices of each input, and a name that UTF-16 would put elsewhere. */
  @Test
  void tracksAreInTheOrderOfSourceAndPath() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>(Comparator.reverseOrder());
    List<String> names = List.of("1", "10", "2", "a-b", "a", "\uff5e", "\ud83c\udfb5");
    Path wav = folder.resolve("x.wav");
    for (String name : names) {
      writeWav(wav, 10, "pop", names.indexOf(name));
      files.put("pop/" + name + ".wav", Files.readAllBytes(wav));
    }
    Path last = InputArchives.write(folder.resolve("b.zip"), files);
    Path first = InputArchives.write(folder.resolve("a.zip"), files);

    PartitaRun.line(
            "ingest-audio --input {} {} --lake {} --dataset set",
            last,
            first,
            folder.resolve("lake"))
        .exits(0);

    List<String> rows = DuckDb.texts("SELECT source || '/' || path FROM " + table("audio_tracks"));
    assertThat(rows).hasSize(2 * names.size());
    assertThat(rows)
        .isEqualTo(
            DuckDb.texts(
                "SELECT source || '/' || path FROM "
                    + table("audio_tracks")
                    + " ORDER BY source, path"));
  }

  @Test
  void twoInputsMayHaveFilesOfTheSamePath() throws IOException {
    writeWav(folder.resolve("a/x/1.wav"), 0.25, "x", 1);
    writeWav(folder.resolve("b/x/1.wav"), 0.25, "x", 2);

    PartitaRun.line(
            "ingest-audio --input {} {} --lake {} --dataset set",
            folder.resolve("a/x"),
            folder.resolve("b/x"),
            folder.resolve("lake"))
        .exits(0);

    assertThat(DuckDb.texts("SELECT track_id FROM " + table("audio_tracks") + " ORDER BY 1"))
        .containsExactly("a/x/x/1.wav", "b/x/x/1.wav");
    assertThat(DuckDb.texts("SELECT track_id FROM " + table("mel") + " ORDER BY 1"))
        .containsExactly("a/x/x/1.wav", "b/x/x/1.wav");
  }

  @Test
  void whatIsNoAudioIsAnAnswerWithItsFault() throws IOException {
    Path in = folder.resolve("in");
    writeWav(in.resolve("ok/a.wav"), 0.25, "a", 1);
    byte[] whole = Files.readAllBytes(in.resolve("ok/a.wav"));
    Files.write(in.resolve("ok/cut.wav"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.write(in.resolve("ok/empty.mp3"), new byte[0]);
    Files.writeString(in.resolve("ok/page.ogg"), "<!DOCTYPE html><html></html>");
    writeWav(in.resolve("ok/short.wav"), 0.01, "a", 1);

    JsonNode report = ingest("lake", in, "--max-rejected", 1).json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(1);
    assertThat(report.at("/members/repaired").asInt()).as("cut.wav").isEqualTo(1);
    assertThat(DuckDb.rows("SELECT path, fault FROM " + table("quarantine") + " ORDER BY path"))
        .containsExactly(
            List.of("in/ok/empty.mp3", "EMPTY"),
            List.of("in/ok/page.ogg", "NOT_AUDIO"),
            List.of("in/ok/short.wav", "TOO_SHORT"));
    assertThat(
            DuckDb.texts(
                "SELECT decode(bytes_around) FROM "
                    + table("quarantine")
                    + " WHERE path LIKE '%ogg'"))
        .containsExactly("<!DOCTYPE html><html></html>");
    assertThat(
            DuckDb.rows(
                "SELECT n_decode_errors, n_samples < claimed_duration_s * sample_rate_hz FROM "
                    + table("audio_tracks")
                    + " WHERE path LIKE '%cut.wav'"))
        .containsExactly(List.of(1, true));
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("mel"))).isEqualTo(2);
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM "
                    + table("quarantine")
                    + " WHERE md5 = 'd41d8cd98f00b204e9800998ecf8427e' AND size_bytes = 0"))
        .isEqualTo(1);
  }

  @Test
  void aCompressedMemberBeyondTheLimitSaysWhatToDo() throws IOException {
    Path wav = folder.resolve("long.wav");
    writeWav(wav, 30, "a", 1);
    Path zip =
        InputArchives.write(
            folder.resolve("in.zip"), Map.of("in/a/long.wav", Files.readAllBytes(wav)));

    PartitaRun run = ingest("lake", zip, "--max-member-mib", 1, "--max-rejected", 1).exits(0);

    assertThat(run.json().at("/faults/TOO_LARGE").asInt()).isEqualTo(1);
    assertThat(DuckDb.texts("SELECT detail FROM " + table("quarantine")).get(0))
        .is(naming("--max-member-mib"));
  }

  @Test
  void ofAZipWhoseDirectoryIsDamagedTheFilesBeforeAreRead() throws IOException {
    Path wav = folder.resolve("x.wav");
    writeWav(wav, 0.5, "a", 1);
    byte[] bytes = Files.readAllBytes(wav);
    SortedMap<String, byte[]> files = new TreeMap<>(Map.of("in/a/1.wav", bytes));
    files.put("in/a/2.wav", bytes);
    Path zip = InputArchives.write(folder.resolve("in.zip"), files);
    byte[] damaged = Files.readAllBytes(zip);
    int entry = new String(damaged, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
    damaged[entry + 1] = 'X';
    Files.write(zip, damaged);

    ingest("lake", zip, "--max-rejected", 1).exits(0);

    assertThat(DuckDb.texts("SELECT path FROM " + table("audio_tracks")))
        .containsExactly("in/a/1.wav");
    assertThat(DuckDb.rows("SELECT path, byte_offset FROM " + table("quarantine")))
        .containsExactly(List.of("in.zip", (long) entry));
  }

  @Tag("full")
  @Test
  void anHourStreamsThroughASmallHeap() throws Exception {
    Path wav = folder.resolve("in/silence/hour.wav");
    long dataBytes = 3600L * 44_100 * 2 * Short.BYTES;
    Files.createDirectories(wav.getParent());
    try (RandomAccessFile file = new RandomAccessFile(wav.toFile(), "rw")) {
      file.write(header(dataBytes));
      file.setLength(44 + dataBytes); // without blocks on the disk: zeros
    }

    PartitaRun run;
    try (ChildPartita child =
        ChildPartita.startWith(
            "520m",
            folder,
            List.of("spark.master=local[1]", "spark.ui.enabled=false"),
            arguments("lake", wav.getParent().getParent()))) {
      run = child.end().exits(0);
    }

    assertThat(Files.size(wav)).isGreaterThan(600L << 20);
    assertThat(run.json().at("/counts/audio_seconds").asInt()).isEqualTo(3600);
    assertThat(
            DuckDb.rows(
                "SELECT count(*), sum(n_frames), min(n_frames), max(mel_max) FROM " + table("mel")))
        .containsExactly(
            List.of(61L, new java.math.BigInteger("310078"), 58, (double) (float) Math.log(1e-5)));
  }

  @Test
  void numpyReadsABlobByOneLine() throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not installed");
    int exit = new ProcessBuilder(PYTHON, "-c", "import numpy").start().waitFor();
    assumeTrue(exit == 0, "numpy is not installed for " + PYTHON);
    Path wav = folder.resolve("in/a/a.wav");
    writeWav(wav, 2, "a", 3);
    ingest("lake", folder.resolve("in")).exits(0);
    List<Object> row = DuckDb.rows("SELECT mel, n_frames, n_mels FROM " + table("mel")).get(0);
    Blob blob = (Blob) row.get(0);
    Path file = Files.write(folder.resolve("mel.bin"), blob.getBytes(1, (int) blob.length()));

    Process python =
        new ProcessBuilder(
                PYTHON,
                "-c",
                """
                import sys, numpy as np
                blob, n_frames, n_mels = open(sys.argv[1], 'rb').read(), int(sys.argv[2]), int(sys.argv[3])
                mel = np.frombuffer(blob, '<f2').reshape(n_frames, n_mels)
                print([str(np.float32(x)) for x in mel[1, :3]], np.float32(mel[-1, -1]))
                """,
                file.toString(),
                row.get(1).toString(),
                row.get(2).toString())
            .start();
    String printed;
    try (InputStream out = python.getInputStream()) {
      printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    JsonNode spark =
        PartitaRun.of(
                "sql",
                "--lake",
                folder.resolve("lake"),
                "--json",
                "SELECT slice(mel_array(mel, dtype), n_mels + 1, 3) AS first,"
                    + " element_at(mel_array(mel, dtype), -1) AS last FROM mel")
            .json()
            .at("/rows/0");
    StringBuilder expected = new StringBuilder("[");
    for (JsonNode value : spark.path("first")) {
      expected.append(expected.length() == 1 ? "'" : ", '").append(value.asText()).append("'");
    }
    assertThat(printed).isEqualTo(expected + "] " + spark.path("last").asText());
  }

  @Test
  void ofTheBrokenFileOfGtzanIsKeptWhatIsThere() {
    JsonNode report = ingest("lake", SharedData.file("data/gtzan/genres")).json();

    assertThat(report.at("/members/ok").asInt()).isEqualTo(14);
    assertThat(report.at("/members/repaired").asInt()).isEqualTo(1);
    assertThat(DuckDb.texts("SELECT path FROM " + table("quarantine"))).isEmpty();
    assertThat(
            DuckDb.rows(
                "SELECT path, n_samples FROM "
                    + table("audio_tracks")
                    + " WHERE n_decode_errors > 0"))
        .containsExactly(List.of("genres/jazz/jazz.00054.wav", 29_978L));
    assertThat(DuckDb.number("SELECT count(DISTINCT label) FROM " + table("audio_tracks")))
        .isEqualTo(10);
    assertThat(
            DuckDb.texts(
                "SELECT DISTINCT split FROM "
                    + table("audio_tracks")
                    + " WHERE label IN ('pop', 'hiphop', 'reggae')"))
        .containsExactly("train");
  }

  private List<List<Object>> labelsAndSplits() {
    return DuckDb.rows(
        "SELECT label, split, count(*) FROM "
            + table("audio_tracks")
            + " GROUP BY 1, 2 ORDER BY 1, 2");
  }

  private List<String> tests() {
    return DuckDb.texts(
        "SELECT path FROM " + table("audio_tracks") + " WHERE split = 'test' ORDER BY 1");
  }

  private PartitaRun ingest(String lake, Path input, Object... more) {
    return PartitaRun.of(arguments(lake, input, more));
  }

  private Object[] arguments(String lake, Path input, Object... more) {
    return Stream.concat(
            Stream.of(
                "ingest-audio",
                "--input",
                input,
                "--lake",
                folder.resolve(lake),
                "--dataset",
                "set",
                "--json"),
            Stream.of(more))
        .toArray();
  }

  private String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, "set");
  }

  /** A tone that no other label and number has. */
  private static void writeWav(Path file, double seconds, String label, int number)
      throws IOException {
    Files.createDirectories(file.getParent());
    float[] samples = new float[(int) (seconds * 22_050)];
    double hz = 200 + 40 * number + Math.abs(label.hashCode() % 97);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / 22_050));
    }
    try (WavWriter wav = WavWriter.create(file, SampleType.INT16, 22_050, 1)) {
      wav.write(samples, samples.length);
    }
  }

  /** Of 44,100 Hz, stereo, 16 bits. */
  private static byte[] header(long dataBytes) {
    return java.nio.ByteBuffer.allocate(44)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt((int) (36 + dataBytes))
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 2)
        .putInt(44_100)
        .putInt(176_400)
        .putShort((short) 4)
        .putShort((short) 16)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt((int) dataBytes)
        .array();
  }
}
