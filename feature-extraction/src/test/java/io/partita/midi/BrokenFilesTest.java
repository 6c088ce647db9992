package io.partita.midi;

import io.partita.MalformedInputException;
import java.nio.file.*;
import org.junit.jupiter.api.Test;

class BrokenFilesTest {
  @Test
  void print() throws Exception {
    for (Path dir :
        new Path[] {
          RealMidi.shared().resolve("data/broken"), RealMidi.shared().resolve("data/midi")
        })
      try (var s = Files.walk(dir)) {
        for (Path p :
            s.filter(q -> q.toString().toLowerCase(java.util.Locale.ROOT).matches(".*\\.(mid|rmi)"))
                .sorted()
                .toList()) {
          try {
            Score score = MidiReader.read(Files.readAllBytes(p));
            if (dir.endsWith("broken") || !score.warnings().counts().isEmpty())
              System.out.println(
                  "@@ "
                      + p.getFileName()
                      + " "
                      + (score.isRepaired() ? "repaired" : "ok")
                      + " "
                      + score.warnings().counts()
                      + score.warnings().firstByteOffset()
                      + " notes "
                      + score.notes().size()
                      + " tracks "
                      + score.tracks().size()
                      + " orph "
                      + score.orphanOffs()
                      + " uncl "
                      + score.unclosedCount());
          } catch (MalformedInputException e) {
            System.out.println("@@ " + p.getFileName() + " REJECTED " + e.getMessage());
          }
        }
      }
  }
}
