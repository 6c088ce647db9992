package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, from the printed address to sound: {@code web/test/page.mjs}. */
@Tag("e2e")
class StudioPageTest {
  private static final int MINUTES = 12;

  @TempDir private Path folder;

  @Test
  void aPersonFindsHearsQueriesAndMakesLoops() throws Exception {
    Path web = Path.of(System.getProperty("partita.home"), "studio/web");
    assumeTrue(
        Files.isDirectory(web.resolve("node_modules/puppeteer-core")),
        "Without 'npm ci' in studio/web the page is not tested in a browser");
    assumeTrue(Files.exists(Path.of("/usr/bin/chromium")), "Without Debian's chromium");
    SmallLake lake = SmallLake.in(folder).withTempos();
    SmallScores.add(lake, folder);
    try (StudioClient studio = new StudioClient(lake, FakeCommands.told())) {
      File log = folder.resolve("page.log").toFile();
      Process node =
          new ProcessBuilder("node", "test/page.mjs", studio.server.address(), lake.root.toString())
              .directory(web.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      boolean ended = node.waitFor(MINUTES, TimeUnit.MINUTES);
      node.descendants().forEach(ProcessHandle::destroyForcibly); // the browser outlives it
      node.destroyForcibly();
      String text = Files.readString(log.toPath(), StandardCharsets.UTF_8);
      System.out.println(text);

      assertThat(ended).as(text).isTrue();
      assertThat(node.exitValue()).as(text).isZero();
    }
  }
}
