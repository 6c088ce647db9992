package io.partita;

import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generated data in the real layouts, with one member of each kind of damage beside the generator's
 * own, and a lake made of it: written once for all tests, who must not change them.
 */
public final class Sample {
  public static final int TRACKS = 40;
  public static final String DATASET = "lmd_matched";

  /** Below this path of the archive every file is broken. */
  public static final String DAMAGED = "lmd_matched/damaged/";

  private static final String METADATA = "msd_summary_file.h5";
  private static final String SCORES = "match_scores.json";
  private static final String ARCHIVE = "with-damage/lmd_matched.tar.gz";

  private static Sample written;

  private final Path folder;
  private final SortedMap<String, byte[]> members;
  private final PartitaRun ingest;

  private Sample(SharedFolders.Made made) {
    folder = made.folder();
    members = InputArchives.members(archive());
    ingest = PartitaRun.ofText(made.told());
  }

  private static String make(Path folder) throws IOException {
    SampleData.write(folder, new SampleOptions(TRACKS, 7, 2 * TRACKS, 4), (done, total) -> {});
    SortedMap<String, byte[]> members =
        new TreeMap<>(InputArchives.members(folder.resolve("lmd_matched.tar.gz")));
    byte[] song = members.get(members.firstKey());
    members.putAll(damaged(song));
    members.put("lmd_matched/again/copy.MID", song);
    members.put("lmd_matched/README.txt", "Not music.".getBytes(StandardCharsets.UTF_8));
    InputArchives.write(folder.resolve(ARCHIVE), members);
    return PartitaRun.of(
            arguments(folder, folder.resolve(ARCHIVE), folder.resolve("lake"), "--json"))
        .text();
  }

  private static SortedMap<String, byte[]> damaged(byte[] song) {
    SortedMap<String, byte[]> damaged = new TreeMap<>();
    damaged.put(DAMAGED + "empty.mid", new byte[0]);
    damaged.put(
        DAMAGED + "page.mid", "<!DOCTYPE html><html>Gone</html>".getBytes(StandardCharsets.UTF_8));
    damaged.put(DAMAGED + "text.mid", "Nothing but words".getBytes(StandardCharsets.UTF_8));
    damaged.put(DAMAGED + "packed.mid", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
    damaged.put(DAMAGED + "nuls.mid", new byte[64]);
    byte[] noDivision = song.clone();
    noDivision[12] = 0;
    noDivision[13] = 0;
    damaged.put(DAMAGED + "no-division.mid", noDivision);
    return damaged;
  }

  /** The one sample of this JVM. */
  public static synchronized Sample get() {
    if (written == null) {
      written = new Sample(SharedFolders.get("songs", Sample::make));
    }
    return written;
  }

  /** The archive with the damaged members. */
  public Path archive() {
    return folder.resolve(ARCHIVE);
  }

  /** All files of the archive by their paths. */
  public SortedMap<String, byte[]> members() {
    return new TreeMap<>(members);
  }

  public Path metadata() {
    return folder.resolve(METADATA);
  }

  public Path matchScores() {
    return folder.resolve(SCORES);
  }

  /** A few per-track files of the Million Song Dataset. */
  public Path msd() {
    return folder.resolve("msd");
  }

  /** The lake with the archive as data set {@link #DATASET}. */
  public Path lake() {
    return folder.resolve("lake");
  }

  /** The run that filled the lake, with {@code --json}. */
  public PartitaRun ingest() {
    return ingest;
  }

  /** Ingests an archive with this sample's metadata and scores. */
  public PartitaRun ingestLmd(Path input, Path lake, Object... more) {
    return PartitaRun.of(lmdArguments(input, lake, more));
  }

  /** The arguments of such a run. */
  public Object[] lmdArguments(Path input, Path lake, Object... more) {
    return arguments(folder, input, lake, more);
  }

  private static Object[] arguments(Path folder, Path input, Path lake, Object... more) {
    Object[] always = {
      "ingest-lmd",
      "--input",
      input,
      "--lake",
      lake,
      "--dataset",
      DATASET,
      "--metadata",
      folder.resolve(METADATA),
      "--match-scores",
      folder.resolve(SCORES)
    };
    Object[] all = java.util.Arrays.copyOf(always, always.length + more.length);
    System.arraycopy(more, 0, all, always.length, more.length);
    return all;
  }

  /** A table of the lake as a table function of DuckDB. */
  public String table(String name) {
    return DuckDb.table(lake(), name, DATASET);
  }
}
