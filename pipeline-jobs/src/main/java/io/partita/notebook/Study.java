package io.partita.notebook;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.cli.Partita;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.model.examples.JvmSettings;
import io.partita.nn.device.Backend;
import io.partita.nn.device.NativeThreads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a notebook works with: a lake, a Spark session that answers queries over it, Partita's
 * commands, and a folder for what it makes.
 *
 * <p>The session is started by the first query. A command has a session of its own: the notebook's
 * is stopped before, and the next query starts another.
 */
public final class Study {
  /** Names the lake; without it a generated one is made. */
  public static final String LAKE = "PARTITA_LAKE";

  /** Names the folder for the generated lake and for what notebooks make. */
  public static final String FOLDER = "PARTITA_NOTEBOOKS";

  private static final String TRACKS = "80";

  /** Written last by {@code demo}. */
  private static final String DEMO_IS_DONE = "clip.png";

  /**
   * Janino logs every line that it compiles where it may, and the kernel lets everybody. Held here:
   * the log manager holds loggers weakly.
   */
  private static final Logger JANINO = Logger.getLogger("org.codehaus");

  private final String lake;
  private final Path folder;
  private SparkSession session;

  private Study(String lake, Path folder) {
    this.lake = lake;
    this.folder = folder;
  }

  /**
   * The study of this notebook: on the lake that {@value #LAKE} names, or on generated data, which
   * are made where they are not there yet.
   *
   * @throws UserException when the notebook was not started by {@code partita notebook}
   */
  public static Study open() throws IOException {
    String folder = System.getenv(FOLDER);
    if (folder == null) {
      throw new UserException(
          Mistake.BAD_SETTING, FOLDER + " is not set: start notebooks by ./partita notebook.");
    }
    return of(System.getenv(LAKE), Path.of(folder));
  }

  /**
   * A study of a lake.
   *
   * @param lake null for generated data
   * @param folder for the generated data and for what the study makes; made if need be
   */
  static Study of(String lake, Path folder) throws IOException {
    JANINO.setLevel(Level.WARNING);
    JvmSettings.applyHere();
    Files.createDirectories(folder);
    Path generated = folder.resolve("generated");
    Study study = new Study(lake == null ? generated.resolve("lake").toString() : lake, folder);
    if (lake == null) {
      study.generate(generated);
    }
    return study;
  }

  /** Two notebooks may be opened at once: one generates, the other waits. */
  private void generate(Path generated) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("generating.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      if (held.isValid() && !Files.exists(generated.resolve(DEMO_IS_DONE))) {
        System.out.println("Generating " + TRACKS + " tracks and a lake of them; half a minute …");
        clear(generated);
        quietly("demo", "--out", generated.toString(), "--tracks", TRACKS);
      }
    }
  }

  /** The lake's folder, as commands take it. */
  public String lake() {
    return lake;
  }

  /**
   * A place below the study's folder for what a command makes, cleared of what an earlier execution
   * made there.
   *
   * @param name as {@code drums/model}
   */
  public String fresh(String name) throws IOException {
    Path place = folder.resolve(name);
    clear(place);
    Files.createDirectories(place.getParent());
    return place.toString();
  }

  private static void clear(Path place) throws IOException {
    if (Files.exists(place)) {
      PathUtils.delete(place);
    }
  }

  /** The rows that answer a query over the lake's tables, as of the session's first query. */
  public Dataset<Row> sql(String query) throws IOException {
    if (session == null || session.sparkContext().isStopped()) {
      session = Spark.session("notebook");
      LakeReader.tables(session, Lake.existing(lake, Spark.hadoopConfiguration()))
          .forEach((table, rows) -> rows.createOrReplaceTempView(table.tableName()));
    }
    return session.sql(query);
  }

  /**
   * Runs a command as the command line does, and shows what it says on standard output.
   *
   * @param arguments as {@code "slice drums", "--lake", study.lake(), …}
   * @throws IllegalStateException where it fails, with what it says of that
   */
  public void run(String... arguments) {
    System.out.println("partita " + String.join(" ", arguments));
    command(arguments);
  }

  /** Likewise, and shows nothing. */
  public void quietly(String... arguments) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(PrintStream.nullOutputStream()));
    try {
      command(arguments);
    } finally {
      System.setOut(out);
    }
  }

  /** Progress would be a wall of text in a notebook; it is kept for the case of a failure. */
  private void command(String... arguments) {
    if (session != null) {
      session.stop();
      session = null;
    }
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = Partita.run(arguments);
    } finally {
      System.setErr(err);
    }
    if (exitCode != ExitCode.OK) {
      List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
      throw new IllegalStateException(
          "partita %s ended with exit code %s: %s"
              .formatted(
                  arguments[0],
                  exitCode,
                  String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()))));
    }
  }

  /** Makes this JVM compute networks on the processor, with all of its cores. */
  public void computeHere() {
    Backend.NATIVE.load();
    NativeThreads.use(Runtime.getRuntime().availableProcessors());
  }
}
