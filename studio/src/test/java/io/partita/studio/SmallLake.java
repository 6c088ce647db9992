package io.partita.studio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Sha256;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.score.TextEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A lake as Partita publishes it, without Spark: five files of data set {@code songs}, of which
 * file 0 was a score, and file 4, that is there twice, was rejected, and one recording of data set
 * {@code sounds}, as WAV and as FLAC. Two text files beside that were rejected, one of which is
 * gone. Files 1 and 2 are near-duplicates; files 0 to 2 have latents.
 */
final class SmallLake {
  static final String EVIL_TITLE = "<img src=x onerror=alert(1)>";
  static final String BYTES_AROUND = "<html>\n\t<body>No MIDI\0 <b>here!!";
  static final String NO_AUDIO = "Not a sound at all.";
  static final int FILES = 5;

  final Path root;

  SmallLake(Path root) {
    this.root = root;
  }

  static SmallLake in(Path folder) throws IOException, SQLException {
    SmallLake lake = new SmallLake(folder.resolve("lake"));
    lake.songs("run-1", lake.live("songs"));
    lake.publish("songs", "run-1");
    lake.sounds(folder);
    lake.publish("sounds", "run-2");
    return lake;
  }

  /**
   * The bytes of a file of the data set: two bars of quarters, its number above C4. File 2 is a
   * song with four words in two lines, a marker and a pedal.
   */
  static byte[] midi(int number) {
    ScoreBuilder score = Score.builder(Division.ppq(480)).tempo(0, 500_000).timeSignature(0, 4, 4);
    for (int quarter = 0; quarter < 8; quarter++) {
      score.note(0, 0, 40, 60 + number, 100, 480L * quarter, 480L * quarter + 240);
    }
    score.note(1, 9, 0, 36, 90, 0, 120);
    if (number == 2) {
      List<String> words = List.of("Hear ", "the\r", "wild ", "bells");
      for (int i = 0; i < words.size(); i++) {
        score.text(new TextEvent(480L * i, 0, TextEvent.Kind.LYRIC, words.get(i)));
      }
      score.text(new TextEvent(1920, 0, TextEvent.Kind.MARKER, EVIL_TITLE));
      score.pedal(new PedalEvent(0, 0, 0, 127)).pedal(new PedalEvent(960, 0, 0, 0));
    }
    return MidiWriter.write(score.build());
  }

  /** Tempos of the pieces of data set {@code tempos}, and then their keys. */
  private static final int[] TEMPOS = {132, 66, 54, 92, 48, 76, 104, 180};

  private static final String TEMPO_KEYS =
      "'A minor', 'D minor', 'C major', 'A minor', 'G major', 'C minor', 'D minor', 'A minor'";

  /** Twelve bars of quarters: of bar b, from 1, the pitch is b above C4. */
  private static byte[] twelveBars(int tempo) {
    ScoreBuilder score =
        Score.builder(Division.ppq(480)).tempo(0, 60_000_000 / tempo).timeSignature(0, 4, 4);
    for (int quarter = 0; quarter < 48; quarter++) {
      long tick = 480L * quarter;
      score.note(0, 0, 0, 61 + quarter / 4, 100, tick, tick + 420);
    }
    return MidiWriter.write(score.build());
  }

  /** Adds data set {@code tempos}: pieces of twelve bars, in minor and major keys. */
  SmallLake withTempos() throws IOException, SQLException {
    Place place = live("tempos");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          CREATE TABLE f AS SELECT printf('%%032x', 256 + i) AS midi_md5,
            'piece-' || chr(97 + i::INTEGER) || '.mid' AS path, 'ok' AS status,
            48 AS n_notes, t::DOUBLE AS tempo_initial_bpm, '4/4' AS time_signature, key,
            48 * 60.0 / t AS duration_s, [0] AS programs, 'train' AS split
          FROM (SELECT unnest(range(%d)) AS i, unnest(%s) AS t, unnest([%s]) AS key)\
          """
              .formatted(TEMPOS.length, Arrays.toString(TEMPOS), TEMPO_KEYS));
      write(sql, "f", place, "midi_files", "run-3");
      sql.execute(
          """
          CREATE TABLE n AS SELECT midi_md5, j::INTEGER AS note_idx, 0 AS track, 0 AS channel,
            0 AS program, false AS is_drum, 61 + j // 4 AS pitch, 100 AS velocity,
            60.0 / tempo_initial_bpm * j AS onset_s, 52.5 / tempo_initial_bpm AS duration_s
          FROM f, range(48) t(j) ORDER BY midi_md5, j\
          """);
      write(sql, "n", place, "notes", "run-3");
      sql.execute("CREATE TABLE b (midi_md5 VARCHAR, bytes BLOB)");
      for (int i = 0; i < TEMPOS.length; i++) {
        String bytes = HexFormat.of().formatHex(twelveBars(TEMPOS[i]));
        sql.execute("INSERT INTO b VALUES ('%032x', unhex('%s'))".formatted(256 + i, bytes));
      }
      write(sql, "b", place, "midi_bytes", "run-3");
    }
    publish("tempos", "run-3");
    return this;
  }

  static String md5(int number) {
    return "%032x".formatted(number + 1);
  }

  static String id(int number) {
    return "songs~" + md5(number);
  }

  /** Where a version's tables lie, with what is behind the table's name. */
  interface Place {
    Path of(String table);
  }

  Place live(String dataset) {
    return table -> root.resolve(table).resolve("dataset=" + dataset);
  }

  /** Creates the data set's next version of all files that a run left in its folders. */
  void publish(String dataset, String run) throws IOException {
    ObjectNode version = new ObjectMapper().createObjectNode().put("format", 1);
    version.put("attempt", run).put("command", "ingest-midi").put("created", "now");
    version.putArray("reports");
    version.putObject("tables");
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        Path name = root.relativize(file);
        boolean isOfRun = name.toString().endsWith("-" + run + ".zstd.parquet");
        if (isOfRun && name.toString().contains("dataset=" + dataset)) {
          add(version, name, file.getParent().resolve("_run.json"));
        }
      }
    }
    Path folder = Files.createDirectories(root.resolve("_partita/" + dataset + "/versions"));
    int number = folder.toFile().list().length + 1;
    version.put("number", number).put("parent", number - 1);
    Path whole = Files.writeString(folder.resolveSibling(run), version.toString());
    Files.move(whole, folder.resolve("%08d.json".formatted(number)));
  }

  private static void add(ObjectNode version, Path file, Path report) throws IOException {
    ObjectNode table = version.withObject("/tables").withObject("/" + file.getName(0));
    if (Files.exists(report)) {
      table.put("report", version.path("reports").size());
      version.withArray("reports").add(new ObjectMapper().readTree(report.toFile()));
    }
    table
        .withArray("files")
        .addObject()
        .put("path", file.toString())
        .put("bytes", 1)
        .put("rows", 1);
  }

  /** Writes the tables of the MIDI files. */
  void songs(String run, Place place) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          CREATE TABLE f AS SELECT printf('%032x', i + 1) AS midi_md5,
            CASE i WHEN 0 THEN 'album/song-0.abc' WHEN 3 THEN 'a/../../../etc/passwd'
              ELSE 'album/song-' || i || '.mid' END AS path,
            100::BIGINT AS size_bytes,
            CASE i WHEN 4 THEN 'rejected' ELSE 'ok' END AS status,
            CASE i WHEN 4 THEN 'NOT_MIDI' END AS fault, CASE i WHEN 4 THEN 14::BIGINT END
              AS byte_offset,
            map([]::VARCHAR[], []::INTEGER[]) AS warnings,
            CASE WHEN i < 4 THEN 9 END AS n_notes, CASE WHEN i < 4 THEN 1 END AS n_drum_notes,
            CASE WHEN i < 4 THEN 9 / (3.75 + i) END AS note_density,
            CASE WHEN i < 4 THEN 60 + i END AS pitch_min,
            CASE WHEN i < 4 THEN 60 + i END AS pitch_max,
            CASE WHEN i < 4 THEN 60.0 + 20 * i END AS tempo_initial_bpm,
            CASE WHEN i < 4 THEN '4/4' END AS time_signature,
            CASE WHEN i < 4 THEN ['C major', 'A minor'][i % 2 + 1] END AS key,
            CASE WHEN i < 4 THEN 3.75 + i END AS duration_s,
            CASE WHEN i < 4 THEN [40] END AS programs,
            CASE WHEN i < 4 THEN ['train', 'train', 'validation', 'test'][i + 1] END AS split
          FROM range(5) t(i)\
          """);
      write(sql, "f", place, "midi_files", run);
      sql.execute(
          """
          CREATE TABLE s AS SELECT 'in.zip' AS source, path, midi_md5, NULL::VARCHAR AS track_id,
            map(['style', 'drummer', 'take'], [CASE WHEN i % 2 = 0 THEN 'funk' ELSE 'jazz' END,
              CASE WHEN i < 2 THEN 'drummer''1' WHEN i < 4 THEN 'drummer2' ELSE '' END,
              'take' || i]) AS catalog, split
          FROM (SELECT *, row_number() OVER (ORDER BY midi_md5) - 1 AS i FROM f)\
          """);
      write(sql, "s", place, "midi_sources", run);
      sql.execute(
          """
          CREATE TABLE n AS SELECT midi_md5, j::INTEGER AS note_idx,
            CASE j WHEN 0 THEN 1 ELSE 0 END AS track, CASE j WHEN 0 THEN 9 ELSE 0 END AS channel,
            CASE j WHEN 0 THEN 0 ELSE 40 END AS program, j = 0 AS is_drum,
            CASE j WHEN 0 THEN 36 ELSE 60 + i END AS pitch,
            CASE j WHEN 0 THEN 90 ELSE 100 END AS velocity,
            greatest(0, j - 1) * 0.5 AS onset_s, CASE j WHEN 0 THEN 0.125 ELSE 0.25 END
              AS duration_s
          FROM (SELECT *, row_number() OVER (ORDER BY midi_md5) - 1 AS i FROM f), range(9) t(j)
          WHERE status = 'ok' ORDER BY midi_md5, j\
          """);
      write(sql, "n", place, "notes", run);
      sql.execute("CREATE TABLE b (midi_md5 VARCHAR, bytes BLOB)");
      for (int i = 0; i < FILES - 1; i++) {
        sql.execute(
            "INSERT INTO b VALUES ('"
                + md5(i)
                + "', unhex('"
                + HexFormat.of().formatHex(midi(i))
                + "'))");
      }
      write(sql, "b", place, "midi_bytes", run);
      sql.execute(
          "CREATE TABLE t AS SELECT midi_md5, 1 AS scheme_version, [0, 25, pitch, 40, 100] AS"
              + " tokens, 5 AS n_tokens FROM n WHERE note_idx = 1");
      write(sql, "t", table -> place.of(table).resolve("scheme=anticipation"), "tokens", run);
      sql.execute(
          "CREATE TABLE d AS SELECT midi_md5, CASE WHEN path LIKE '%song-1%' OR path LIKE"
              + " '%song-2%' THEN 'two' ELSE midi_md5 END AS dup_cluster FROM f WHERE status ="
              + " 'ok'");
      write(sql, "d", place, "dup_files", run);
      sql.execute(
          "CREATE TABLE p AS SELECT '%s' AS a, '%s' AS b, 'songs' AS dataset_a, 'songs' AS"
                  .formatted(md5(1), md5(2))
              + " dataset_b, 'near' AS tier, 'version' AS relation, 0.5 AS a_from_s, 2.5 AS"
              + " a_to_s, 1.0 AS b_from_s, 2.0 AS b_to_s, 0.5 AS slope, 1 AS transpose");
      write(sql, "p", place, "dup_pairs", run);
      sql.execute(
          """
          CREATE TABLE y AS SELECT midi_md5, CASE WHEN j = 0 THEN 'file' ELSE 'bars' END AS scope,
            [0, 9, 2, 9][i + 1] AS tonic, ['major', 'minor'][i % 2 + 1] AS mode
          FROM (SELECT *, row_number() OVER (ORDER BY midi_md5) - 1 AS i FROM f), range(2) t(j)
          WHERE status = 'ok'\
          """);
      write(sql, "y", place, "keys", run);
      sql.execute(
          "CREATE TABLE z (model_sha256 VARCHAR, model VARCHAR, midi_md5 VARCHAR, mu FLOAT[],"
              + " source VARCHAR DEFAULT 'in.zip', path VARCHAR DEFAULT '')");
      sql.execute(
          """
          INSERT INTO z (model_sha256, model, midi_md5, mu) VALUES ('b', '/home/x/trios', '%1$s', [1, 0]), ('b', 'trios', '%1$s', [3, 0]),
            ('b', 'trios', '%2$s', [0.6, 0.8]),
            ('b', 'trios', '%3$s', [0, 2]), ('b', 'trios', '%3$s', [2, 0]),
            ('a', 'other', '%1$s', [1, 2, 3]), ('a', 'other', '%3$s', [1, 2, 3])\
          """
              .formatted(md5(0), md5(1), md5(2)));
      write(sql, "z", place, "trio_latents", run);
      sql.execute(
          "CREATE TABLE q AS SELECT 'in.zip' AS source, path, midi_md5 AS md5, 100::BIGINT AS"
              + " size_bytes, fault, byte_offset, 'No header' AS detail,"
              + " unhex('%s') AS bytes_around"
                  .formatted(HexFormat.of().formatHex(BYTES_AROUND.getBytes(UTF_8)))
              + " FROM f WHERE status = 'rejected'");
      sql.execute("INSERT INTO q SELECT * REPLACE ('z/copy.mid' AS path) FROM q");
      write(sql, "q", place, "quarantine", run);
      sql.execute(
          "CREATE TABLE k AS SELECT 'TR1' AS track_id, '"
              + EVIL_TITLE
              + "' AS title, '\u202E' || repeat('Ärtist ', 1500) AS artist_name");
      write(sql, "k", place, "tracks", run);
      sql.execute(
          "CREATE TABLE m AS SELECT 'TR1' AS track_id, '"
              + md5(0)
              + "' AS midi_md5, 1 AS rank_in_track");
      write(sql, "m", place, "track_midi", run);
    }
  }

  private void sounds(Path folder) throws IOException, SQLException {
    Path source = folder.resolve("source");
    Files.createDirectories(source.resolve("rock"));
    float[] samples = new float[8_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i < 4_000 ? 0.5f : -0.25f;
    }
    Path file = source.resolve("rock/half.wav");
    SoundFormat.WAV.write(file, SampleType.INT16, 8_000, samples);
    Path packed = source.resolve("rock/half.flac");
    SoundFormat.FLAC.write(packed, SampleType.INT16, 8_000, samples);
    Place place = live("sounds");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "CREATE TABLE a AS SELECT 'rock/half.wav' AS track_id, 'source' AS source,"
              + " 'source/rock/half.wav' AS path, '"
              + Sha256.of(Files.readAllBytes(file))
              + "' AS sha256, 'wav' AS container, 8000 AS sample_rate_hz, 1 AS channels,"
              + " 8000::BIGINT AS n_samples, 1.0 AS duration_s, 0 AS n_decode_errors, 0.5 AS peak,"
              + " -8.5 AS rms_db, 0.0 AS silence_ratio, 0.0 AS clip_ratio, 'rock' AS label, 'train'"
              + " AS split");
      sql.execute(
          "INSERT INTO a SELECT * REPLACE ('rock/half.flac' AS track_id, 'source/rock/half.flac' AS"
              + " path, 'flac' AS container, '%s' AS sha256) FROM a"
                  .formatted(Sha256.of(Files.readAllBytes(packed))));
      write(sql, "a", place, "audio_tracks", "run-2");
      // Two bands and four frames, the last of which is loud.
      sql.execute(
          "CREATE TABLE l AS SELECT 'rock/half.wav' AS track_id, 0 AS segment, 'float32' AS dtype,"
              + " 4 AS n_frames, 2 AS n_mels, unhex('"
              + "000000c0000000c0".repeat(3)
              + "0000000000000000"
              + "') AS mel, -1.75 AS mel_mean, 0.7 AS mel_std, -2.0 AS mel_min, 0.0 AS mel_max");
      write(sql, "l", place, "mel", "run-2");
      // As versions wrote it that kept no bytes.
      sql.execute(
          "CREATE TABLE o AS SELECT 'source' AS source, 'source/rock/half.wav' AS path,"
              + " NULL::VARCHAR AS md5, NULL::BIGINT AS size_bytes, 'TRUNCATED' AS fault,"
              + " 4044::BIGINT AS byte_offset, 'Ends early' AS detail");
      Path text = Files.writeString(source.resolve("rock/notes.txt"), NO_AUDIO);
      String md5 = HexFormat.of().formatHex(md5Of(Files.readAllBytes(text)));
      for (String path : List.of("source/rock/notes.txt", "source/rock/away.txt")) {
        sql.execute(
            "INSERT INTO o VALUES ('source', '%s', '%s', %d, 'UNKNOWN_FORMAT', 0, 'No sound')"
                .formatted(path, md5, NO_AUDIO.length()));
      }
      write(sql, "o", place, "quarantine", "run-2");
    }
    for (Map.Entry<String, Path> report :
        Map.of("audio_tracks", place.of("audio_tracks"), "quarantine", place.of("quarantine"))
            .entrySet()) {
      Files.writeString(
          report.getValue().resolve("_run.json"),
          "{\"inputs\": [{\"name\": \"source\", \"path\": \"file:" + source + "\"}]}");
    }
  }

  private static byte[] md5Of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a table of the connection as a table of the lake. */
  static void write(Statement sql, String from, Place place, String table, String run)
      throws IOException, SQLException {
    Path folder = place.of(table);
    Files.createDirectories(folder);
    sql.execute(
        "COPY "
            + from
            + " TO '"
            + folder.resolve("part-00000-" + run + ".zstd.parquet")
            + "' (FORMAT parquet)");
  }
}
