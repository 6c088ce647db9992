package io.partita.studio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How fast the page is over 100,000 MIDI files with six million notes and 100,000 latents, one of
 * 20,000 notes, 5,000 audio files and 10 trainings, made here. Not a test: {@code ./mvnw -pl studio
 * -am -Pstudio-benchmark verify -DskipTests} runs it after {@code npm ci} in {@code studio/web},
 * with Debian's chromium.
 */
final class LargeLakeBenchmark {
  private static final int MIDI_FILES = 100_000;
  private static final int AUDIO_FILES = 5_000;
  private static final int NOTES_A_FILE = 60;
  private static final int KEYS_A_FILE = 10;
  private static final int LATENTS = 100_000;
  private static final int DIMENSIONS = 256;
  private static final int LATENTS_A_FILE = 8;
  private static final int NOTES_OF_LONGEST = 20_000;
  private static final int TRAININGS = 10;
  private static final int METRICS = 100_000;

  private LargeLakeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("partita-studio-benchmark");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    make(folder);
    RunFiles runs = new RunFiles(folder);
    for (int i = 0; i < TRAININGS; i++) {
      runs.training(folder.resolve("_models/" + i), METRICS);
    }
    LakeQueries lake = new LakeQueries(folder);
    try (StudioServer studio =
        StudioServer.start(
            lake,
            Models.toldBy(InputStream.nullInputStream()),
            KeptFile.Home.ofUser(lake.root()),
            0,
            "benchmark",
            StudioServer.Limits.USUAL)) {
      int exitCode =
          new ProcessBuilder("node", "test/large.mjs", studio.address())
              .directory(Path.of("web").toAbsolutePath().toFile())
              .inheritIO()
              .start()
              .waitFor();
      Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
          .forEach(line -> System.out.println("server " + line));
      System.exit(exitCode);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("Left behind: " + folder);
    }
  }

  private static void make(Path root) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute("SELECT setseed(0.5)");
      sql.execute(
          """
          CREATE TABLE f AS SELECT md5(i::VARCHAR) AS midi_md5,
            'album ' || i // 12 || '/song ' || i || '.mid' AS path, 20000::BIGINT AS size_bytes,
            'ok' AS status, NULL::VARCHAR AS fault, NULL::BIGINT AS byte_offset,
            map([]::VARCHAR[], []::INTEGER[]) AS warnings, 60 AS n_notes,
            i %% 40 AS n_drum_notes, 30 + i %% 20 AS pitch_min, 60 + i %% 37 AS pitch_max,
            0.5 + random() * 10 AS note_density,
            40 + random() * 140 AS tempo_initial_bpm,
            ['4/4', '3/4', '6/8'][1 + i %% 3] AS time_signature,
            ['C major', 'A minor', 'G major', 'E minor'][1 + i %% 4] AS key,
            30 + random() * 300 AS duration_s, [i %% 128, (i * 7) %% 128] AS programs,
            ['train', 'train', 'train', 'test', 'validation'][1 + i %% 5] AS split,
            ['Amber', 'Blue', 'Crimson', 'Distant', 'Echo'][1 + i %% 5] || ' '
              || ['Summer', 'River', 'Night', 'Road', 'Fire'][1 + (i // 5) %% 5] || ' ' || i AS title,
            'Artist ' || i %% 5000 AS artist_name
          FROM range(%d) t(i)\
          """
              .formatted(MIDI_FILES));
      write(sql, root, "songs", "midi_files", "SELECT * EXCLUDE (title, artist_name) FROM f");
      write(sql, root, "songs", "tracks", "SELECT midi_md5 AS track_id, title, artist_name FROM f");
      write(
          sql,
          root,
          "songs",
          "track_midi",
          "SELECT midi_md5 AS track_id, midi_md5, 1 AS rank_in_track FROM f");
      write(
          sql,
          root,
          "songs",
          "notes",
          """
          SELECT midi_md5, j::INTEGER AS note_idx, 0 AS track, 0 AS channel, 0 AS program,
            false AS is_drum, 48 + (j * 7) %% 36 AS pitch, 80 AS velocity, j * 0.5 AS onset_s,
            0.4 AS duration_s
          FROM f, range(%d) t(j) ORDER BY midi_md5, j\
          """
              .formatted(NOTES_A_FILE));
      write(
          sql,
          root,
          "songs",
          "keys",
          """
          SELECT midi_md5, CASE WHEN j = 0 THEN 'file' ELSE 'bars' END AS scope,
            greatest(0, 8 * (j - 1)) AS first_bar, pitch_max %% 12 AS tonic,
            ['major', 'minor'][1 + n_drum_notes %% 2] AS mode
          FROM f, range(%d) t(j) ORDER BY midi_md5, j\
          """
              .formatted(KEYS_A_FILE));
      write(
          sql,
          root,
          "songs",
          "latents",
          """
          SELECT 'a' AS model_sha256, 'drums' AS model, md5((i // %d)::VARCHAR) AS midi_md5,
            list_transform(range(%d), lambda j: (hash(i * 1000 + j) %% 1_000_003 / 500_001 - 1)::FLOAT) AS mu
          FROM range(%d) t(i)\
          """
              .formatted(LATENTS_A_FILE, DIMENSIONS, LATENTS));
      write(
          sql,
          root,
          "long",
          "midi_files",
          "SELECT * EXCLUDE (title, artist_name, n_notes), %1$d AS n_notes FROM f LIMIT 1"
              .formatted(NOTES_OF_LONGEST));
      write(
          sql,
          root,
          "long",
          "notes",
          """
          SELECT midi_md5, j::INTEGER AS note_idx, j %% 16 AS track, j %% 16 AS channel,
            j %% 16 * 8 AS program, j %% 16 = 9 AS is_drum, 36 + (j * 7) %% 60 AS pitch,
            1 + j %% 127 AS velocity, j // 4 * 0.08 AS onset_s, 0.1 + j %% 10 * 0.05 AS duration_s
          FROM (FROM f LIMIT 1), range(%d) t(j) ORDER BY j\
          """
              .formatted(NOTES_OF_LONGEST));
      write(
          sql,
          root,
          "sounds",
          "audio_tracks",
          """
          SELECT i::VARCHAR AS track_id, 'x' AS source, 'rock/' || i || '.mp3' AS path,
            md5(i::VARCHAR) AS sha256, 'mp3' AS container, 44100 AS sample_rate_hz,
            -30 + random() * 20 AS rms_db, random() AS silence_ratio,
            30.0 AS duration_s, 0 AS n_decode_errors, 'rock' AS label, 'train' AS split
          FROM range(%d) t(i)\
          """
              .formatted(AUDIO_FILES));
    }
    for (String dataset : new String[] {"songs", "long", "sounds"}) {
      Path bookkeeping = Files.createDirectories(root.resolve("_partita").resolve(dataset));
      Files.writeString(
          bookkeeping.resolve("current.json"), "{\"attempt\": \"1\", \"command\": \"made\"}");
    }
  }

  private static void write(Statement sql, Path root, String dataset, String table, String query)
      throws IOException, SQLException {
    Path folder = Files.createDirectories(root.resolve(table).resolve("dataset=" + dataset));
    // Groups of rows as small as Spark's, whose threads are DuckDB's unit of work.
    sql.execute(
        "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 20_000)"
            .formatted(query, folder.resolve("part-0.zstd.parquet")));
  }
}
