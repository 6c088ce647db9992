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
 * How fast the page is over 100,000 MIDI files with six million notes, 5,000 audio files and 10
 * trainings, made here. Not a test: {@code ./mvnw -pl studio -am -Pstudio-benchmark verify
 * -DskipTests} runs it after {@code npm ci} in {@code studio/web}, with Debian's chromium.
 */
final class LargeLakeBenchmark {
  private static final int MIDI_FILES = 100_000;
  private static final int AUDIO_FILES = 5_000;
  private static final int NOTES_A_FILE = 60;
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
    LakeReader lake = new LakeReader(folder);
    try (StudioServer studio =
        StudioServer.start(lake, Models.toldBy(InputStream.nullInputStream()), 0, "benchmark")) {
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
          "sounds",
          "audio_tracks",
          """
          SELECT i::VARCHAR AS track_id, 'x' AS source, 'rock/' || i || '.mp3' AS path,
            md5(i::VARCHAR) AS sha256, 'mp3' AS container, 44100 AS sample_rate_hz,
            30.0 AS duration_s, 0 AS n_decode_errors, 'rock' AS label, 'train' AS split
          FROM range(%d) t(i)\
          """
              .formatted(AUDIO_FILES));
    }
    for (String dataset : new String[] {"songs", "sounds"}) {
      Path bookkeeping = Files.createDirectories(root.resolve("_partita").resolve(dataset));
      Files.writeString(
          bookkeeping.resolve("current.json"), "{\"attempt\": \"1\", \"command\": \"made\"}");
    }
  }

  private static void write(Statement sql, Path root, String dataset, String table, String query)
      throws IOException, SQLException {
    Path folder = Files.createDirectories(root.resolve(table).resolve("dataset=" + dataset));
    sql.execute(
        "COPY (" + query + ") TO '" + folder.resolve("part-0.zstd.parquet") + "' (FORMAT parquet)");
  }
}
