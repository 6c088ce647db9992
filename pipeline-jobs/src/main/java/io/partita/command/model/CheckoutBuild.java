package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds a module of the checkout that is no part of partita.jar, with the checkout's Maven. */
public final class CheckoutBuild {
  private final Path checkout;

  private CheckoutBuild(Path checkout) {
    this.checkout = checkout;
  }

  /**
   * The checkout that this runs from.
   *
   * @param what is built there, as a sentence says it
   * @throws UserException where it runs from a jar alone
   */
  public static CheckoutBuild require(String what) {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.isRegularFile(Path.of(home, "mvnw"))) {
      throw new UserException(Mistake.MISSING_TOOL, what);
    }
    return new CheckoutBuild(Path.of(home));
  }

  public Path folder() {
    return checkout;
  }

  /**
   * Packages a module and what it needs, without tests.
   *
   * @param title for messages
   * @param options of Maven beside those
   * @throws IOException with the first error of the log
   */
  public void make(String title, String module, String logName, String... options)
      throws IOException, InterruptedException {
    Path log = checkout.resolve("target").resolve(logName);
    Files.createDirectories(log.getParent());
    List<String> words =
        new ArrayList<>(
            List.of(
                checkout.resolve("mvnw").toString(),
                "-f",
                checkout.resolve("pom.xml").toString(),
                "-q",
                "-pl",
                module,
                "-am",
                "-Dmaven.test.skip=true"));
    words.addAll(List.of(options));
    words.add("package");
    Process maven =
        new ProcessBuilder(words)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (maven.waitFor() != 0) {
        throw new IOException(
            title + " could not be built: " + firstError(log) + " The whole log: " + log);
      }
    } finally {
      maven.destroy();
    }
  }

  private static String firstError(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("[ERROR] "))
        .findFirst()
        .map(line -> line.substring("[ERROR] ".length()))
        .orElse(lines.isEmpty() ? "no word of it." : lines.get(lines.size() - 1));
  }
}
