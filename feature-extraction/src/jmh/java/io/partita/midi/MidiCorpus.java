package io.partita.midi;

import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files that the benchmarks read: real ones where there are some, generated ones otherwise. */
public final class MidiCorpus {
  private MidiCorpus() {}

  public static List<byte[]> files() throws IOException {
    Path data = Path.of(System.getProperty("partita.shared", "shared"), "data");
    return Files.isDirectory(data) ? real(data) : generated();
  }

  private static List<byte[]> real(Path data) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(data.resolve("midi"));
        InputStream zip = Files.newInputStream(data.resolve("groove.zip"));
        ZipInputStream groove = new ZipInputStream(zip)) {
      for (Path path : paths.sorted().filter(path -> isMidi(path.toString())).toList()) {
        files.add(Files.readAllBytes(path));
      }
      for (ZipEntry entry = groove.getNextEntry(); entry != null; entry = groove.getNextEntry()) {
        if (isMidi(entry.getName())) {
          files.add(groove.readAllBytes());
        }
      }
    }
    return files;
  }

  private static boolean isMidi(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".mid");
  }

  /** Files of 1 to 16 tracks with 100 notes to a track and more, the same at every run. */
  private static List<byte[]> generated() {
    List<byte[]> files = new ArrayList<>();
    Random random = new Random(1);
    for (int file = 0; file < 200; file++) {
      ScoreBuilder score = Score.builder(Division.ppq(480)).tempo(0, 500_000);
      int tracks = 1 + random.nextInt(16);
      for (int track = 0; track < tracks; track++) {
        long tick = 0;
        for (int note = 0; note < 100 + random.nextInt(400); note++) {
          tick += 30L * random.nextInt(16);
          long end = tick + 30 + random.nextInt(450);
          score.note(track, track, 8 * track, 36 + random.nextInt(48), 80, tick, end);
        }
      }
      files.add(MidiWriter.write(score.build()));
    }
    return files;
  }
}
