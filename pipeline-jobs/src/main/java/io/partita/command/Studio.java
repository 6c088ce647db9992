package io.partita.command;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.command.model.CheckoutBuild;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import java.io.File;
import java.io.IOException;
import java.net.URI;
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
    description = "Open a lake in the browser: search, listen, see notes, query.",
    footer = {
      "",
      "Prints one address, for this machine only. It carries a token, so that other users cannot",
      "read the lake. The page follows what is published meanwhile. Ctrl-C stops.",
      "",
      "Examples:",
      "  partita studio --lake lake --open",
      "  partita studio --lake lake --port 0"
    })
public final class Studio implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  /** What the studio is made of; it is built again when one of them is newer. */
  private static final List<String> SOURCES =
      List.of("studio/pom.xml", "studio/src/main", "feature-extraction/src/main");

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Lake directory on this machine (default: ${DEFAULT-VALUE}).")
  private String folder = "demo/lake";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port = 8765;

  @Option(names = "--open", description = "Open the address in the desktop's browser.")
  private boolean open;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new UserException(
          Mistake.BAD_OPTION, "--port must be 0 to " + HIGHEST_PORT + ", not " + port + ".");
    }
    Path lake = localLake();
    CheckoutBuild checkout =
        CheckoutBuild.require("The studio is built in a checkout: run './partita studio' there.");
    Path jar = checkout.folder().resolve(".spark/studio/partita-studio.jar");
    if (isOutdated(jar, checkout.folder())) {
      System.err.println("Building the studio, about a minute; 85 MB to fetch the first time …");
      checkout.make("The studio", "studio", "studio.log", "-Dstudio.skip=false");
    }
    return serve(jar, lake);
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

  /** Serves until either Java is ended. */
  private int serve(Path jar, Path lake) throws IOException, InterruptedException {
    List<String> words =
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
                "io.partita.studio.Studio",
                lake.toString(),
                Integer.toString(port)));
    if (open) {
      words.add("open");
    }
    Process server =
        new ProcessBuilder(words).inheritIO().redirectInput(new File("/dev/null")).start();
    Thread end = new Thread(server::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    return server.waitFor();
  }
}
