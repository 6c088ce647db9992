package io.partita.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.command.model.CheckoutBuild;
import io.partita.lake.Lake;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.option.OptionRange;
import io.partita.output.SiteFolder;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The web page over a lake, served by a Java of its own, without Spark. Input: a lake; output: a
 * page on this machine until it is stopped.
 */
@Command(
    name = "studio",
    description = "Open a lake and models in the browser: search, listen, query, make loops.")
public final class OpenStudio implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  /** What the studio is made of; it is built again when one of them is newer. */
  private static final List<String> SOURCES =
      List.of(
          "studio/pom.xml",
          "studio/src/main",
          "lake/duckdb/src/main",
          "feature-extraction/src/main");

  /** By its name, as the program uses its commands and not the other way round. */
  private static final String COMMAND_SERVER = "io.partita.cli.CommandServer";

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Lake directory on this machine (default: ${DEFAULT-VALUE}).")
  private String folder = "demo/lake";

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Folder of a trained model to show beside the built-in ones; repeatable.")
  private List<String> models = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port = 8765;

  @Option(names = "--open", description = "Open the address in the desktop's browser.")
  private boolean open;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "Folder to write the page into instead; it opens without a server.")
  private Path export;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items of each data set with --export (default: ${DEFAULT-VALUE}).")
  private int items = 50;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OptionRange.require(
        port >= 0 && port <= HIGHEST_PORT, "--port must be 0 to " + HIGHEST_PORT, port);
    OptionRange.require(items >= 1, "--items must be at least 1", items);
    Path lake = localLake();
    StudioModels shown = given(); // a mistake among them ends the command before anything starts
    CheckoutBuild checkout =
        CheckoutBuild.require("The studio is built in a checkout: run './partita studio' there.");
    Path jar = checkout.folder().resolve(".spark/studio/partita-studio.jar");
    if (isOutdated(jar, checkout.folder())) {
      System.err.println("Building the studio, about a minute; 85 MB to fetch the first time …");
      checkout.make("The studio", "studio", "studio.log", "-Dstudio.skip=false");
    }
    if (export != null) {
      return export(jar, lake, shown);
    }
    List<String> words = new ArrayList<>(List.of(lake.toString(), Integer.toString(port)));
    if (open) {
      words.add("open");
    }
    return run(jar, words, shown);
  }

  private int export(Path jar, Path lake, StudioModels shown)
      throws IOException, InterruptedException {
    try (SiteFolder site = SiteFolder.stage("--export", export, "studio")) {
      int exitCode =
          run(
              jar,
              List.of(lake.toString(), "export", site.path().toString(), Integer.toString(items)),
              shown);
      if (exitCode == ExitCode.OK) {
        site.publish();
        System.out.println("Open " + export.resolve("index.html"));
      }
      return exitCode;
    }
  }

  private StudioModels given() throws IOException {
    StudioModels given = new StudioModels();
    for (String model : models) {
      given.add(model);
    }
    return given;
  }

  /**
   * Without Hadoop where the folder shows what it is: that takes longer than the server's start.
   */
  private Path localLake() throws IOException {
    if (new File(folder, "_partita").isDirectory()) {
      return Path.of(folder).toAbsolutePath();
    }
    URI root = Lake.existing(folder, Spark.hadoopConfiguration()).root().toUri();
    if (!root.getScheme().equals("file")) {
      throw new UserException(
          Mistake.UNSUITABLE_STORE,
          "The studio reads lakes on a disk of this machine, and "
              + folder
              + " is elsewhere: copy it, or use partita sql.");
    }
    return Path.of(root);
  }

  private static boolean isOutdated(Path jar, Path checkout) throws IOException {
    if (!Files.isRegularFile(jar)) {
      return true;
    }
    FileTime built = Files.getLastModifiedTime(jar);
    for (String source : SOURCES) {
      try (Stream<Path> files = Files.walk(checkout.resolve(source))) {
        for (Path file : files.toList()) {
          if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(built) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * Runs the studio's own Java until either is ended. What takes longer to read than the server to
   * start is sent to it then, as a line of JSON.
   *
   * @param words what it is to do
   * @param shown models that were given
   */
  private static int run(Path jar, List<String> words, StudioModels shown)
      throws IOException, InterruptedException {
    System.err.println("Reading lake " + words.get(0) + " …");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                // What the synthesizer of downloaded WAV files is in.
                "--add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED",
                "-Duser.home=" + System.getProperty("user.home"),
                "-cp",
                jar.toString(),
                "io.partita.studio.Studio"));
    command.addAll(words);
    Process server =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread end = new Thread(server::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    shown.addBuiltin();
    ObjectNode told = Json.MAPPER.createObjectNode();
    told.set("models", shown.json());
    told.set("commands", Json.MAPPER.valueToTree(commandServer()));
    try (OutputStream in = server.getOutputStream()) {
      in.write((told + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The server has ended, and has said why.
    }
    return server.waitFor();
  }

  /** How a Java as this one is started that runs commands: with its options and its classes. */
  private static List<String> commandServer() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String classes = System.getProperty("java.class.path");
    Path own =
        Path.of(
            URI.create(
                OpenStudio.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    if (!List.of(classes.split(File.pathSeparator, -1)).contains(own.toString())) {
      classes = classes + File.pathSeparator + own; // spark-submit loads it by itself
    }
    words.addAll(List.of("-cp", classes, COMMAND_SERVER));
    return words;
  }
}
