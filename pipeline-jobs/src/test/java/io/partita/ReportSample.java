package io.partita;

import io.partita.midi.MidiWriter;
import io.partita.symbolic.NoteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A lake with a data set of each kind, and a report of it as it is: written once for all tests, who
 * must not change them. Statistics of the songs are outdated; the data set of hostile names has
 * none, and its last publish was cut short.
 */
public final class ReportSample {
  public static final String SONGS = Sample.DATASET;
  public static final String BEATS = DrumSample.DATASET;
  public static final String CLIPS = "fma_small";
  public static final String HOSTILE = "hostile";

  /** The name of a MIDI file, and in a folder {@code damaged} of one that cannot be read. */
  public static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>&\"'<script>.mid";

  /** A path with the end of a script. */
  public static final String HOSTILE_PATH = "damaged<" + "/script><script>alert(2).mid";

  private static ReportSample written;

  private final Path folder;
  private final PartitaRun run;

  private ReportSample(Path folder, PartitaRun run) {
    this.folder = folder;
    this.run = run;
  }

  private String make() throws IOException {
    SharedFolders.copy(Sample.get().lake(), lake());
    SharedFolders.copy(DrumSample.get().lake(), lake());
    Path hostile = folder.resolve(HOSTILE);
    Files.createDirectories(hostile.resolve(HOSTILE_PATH).getParent());
    Files.write(
        hostile.resolve(HOSTILE_NAME),
        MidiWriter.write(NoteLine.score(new int[] {60, 64, 67}, 0, 0.3)));
    Files.writeString(hostile.resolve(HOSTILE_PATH), "no music");
    PartitaRun.of("ingest-midi", "--input", hostile, "--lake", lake()).exits(0);
    PartitaRun.line(
            "ingest-fma --input {} --metadata {} --lake {} --dataset {}",
            AudioSample.audio(),
            AudioSample.metadata(),
            lake(),
            CLIPS)
        .exits(0);
    for (String dataset : List.of(SONGS, BEATS, CLIPS)) {
      PartitaRun.of("stats", "--lake", lake(), "--dataset", dataset).exits(0);
    }
    PartitaRun.of("slice-drums", "--lake", lake(), "--dataset", SONGS, "--bars", 4).exits(0);
    return report(report()).text();
  }

  /** The one sample of this JVM. */
  public static synchronized ReportSample get() {
    if (written == null) {
      SharedFolders.Made made =
          SharedFolders.get("report", folder -> new ReportSample(folder, null).make());
      written = new ReportSample(made.folder(), PartitaRun.ofText(made.told()));
    }
    return written;
  }

  /** Writes the report again, elsewhere. */
  public PartitaRun report(Path out) {
    return PartitaRun.of("report", "--no-stats", "--lake", lake(), "--out", out).exits(0);
  }

  public Path lake() {
    return folder.resolve("lake");
  }

  public Path report() {
    return folder.resolve("report");
  }

  /** The run that wrote the report. */
  public PartitaRun run() {
    return run;
  }
}
