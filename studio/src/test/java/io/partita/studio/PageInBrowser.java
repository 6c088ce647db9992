package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scripts of {@code web/test}, which do in a browser what a person would. */
final class PageInBrowser {
  private PageInBrowser() {}

  /**
   * Runs a script to its end, and prints what it says.
   *
   * @param folder for its output
   * @param minutes it may take
   * @param arguments of the script
   */
  static void run(String script, Path folder, int minutes, String... arguments) throws Exception {
    Path web = Path.of(System.getProperty("partita.home"), "studio/web");
    assumeTrue(
        Files.isDirectory(web.resolve("node_modules/puppeteer-core")),
        "Without 'npm ci' in studio/web the page is not tested in a browser");
    assumeTrue(Files.exists(Path.of("/usr/bin/chromium")), "Without Debian's chromium");
    List<String> command = new ArrayList<>(List.of("node", "test/" + script));
    command.addAll(List.of(arguments));
    File log = folder.resolve("page.log").toFile();
    Process node =
        new ProcessBuilder(command)
            .directory(web.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    boolean ended = node.waitFor(minutes, TimeUnit.MINUTES);
    node.descendants().forEach(ProcessHandle::destroyForcibly); // the browser outlives it
    node.destroyForcibly();
    String text = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    System.out.println(text);

    assertThat(ended).as(text).isTrue();
    assertThat(node.exitValue()).as(text).isZero();
  }
}
