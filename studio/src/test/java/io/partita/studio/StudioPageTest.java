package io.partita.studio;

import java.nio.file.Path;
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
    SmallLake lake = SmallLake.in(folder).withTempos();
    SmallScores.add(lake, folder);
    try (StudioClient studio = new StudioClient(lake, FakeCommands.told())) {
      PageInBrowser.run(
          "page.mjs", folder, MINUTES, studio.server.address(), lake.root.toString(), themes());
    }
  }

  /**
   * In which access is examined, for minutes each: by turns, as {@link io.partita.InTurn} has it.
   */
  private static String themes() {
    if (Integer.getInteger("turns", 1) == 1) {
      return "light,dark";
    }
    return Long.getLong("turn", 0) % 2 == 0 ? "light" : "dark";
  }
}
