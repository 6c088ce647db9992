package io.partita.ingest.audio;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.InputFile;
import io.partita.archive.ZipContent;
import io.partita.archive.ZipDirectory;
import io.partita.fma.FmaReader;
import io.partita.fma.FmaTable;
import io.partita.lake.input.InputPath;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.InputSlice.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Where the Free Music Archive's CSV files lie: in fma_metadata.zip, read in place, or in a folder.
 *
 * @param given on the command line
 * @param source the same as a row of the report
 * @param files by table; tracks.csv is always there
 */
record FmaMetadata(String given, InputPlan.Source source, Map<FmaTable, Location> files)
    implements Serializable {
  /**
   * @param file the CSV file, or the zip that it is in
   * @param entry its entry there; null of a file
   */
  record Location(String file, ZipDirectory.Entry entry) implements Serializable {}

  /**
   * @throws UserException when there are no such metadata, or a file of them is none of its kind
   */
  static FmaMetadata of(String metadata, Configuration conf) throws IOException {
    InputPath path =
        InputPath.exact("--metadata", metadata, conf)
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.NO_SUCH_FILE,
                        "--metadata " + metadata + ": there is no such file or folder."));
    FmaMetadata found =
        path.isFolder() ? ofFolder(metadata, path, conf) : ofZip(metadata, path, conf);
    if (!found.files().containsKey(FmaTable.TRACKS)) {
      throw new UserException(
          Mistake.NO_SUCH_FILE,
          "--metadata " + metadata + " holds no tracks.csv: give fma_metadata.zip or its folder.");
    }
    for (FmaTable table : found.files().keySet()) {
      found.open(table, conf).close();
    }
    return found;
  }

  private static FmaMetadata ofFolder(String metadata, InputPath folder, Configuration conf)
      throws IOException {
    InputPlan.Source source =
        InputPlan.of("--metadata", List.of(metadata), total -> total, conf).sources().get(0);
    List<FileEntry> files =
        folder.files(conf).stream().filter(file -> file.refusal() == null).toList();
    Map<FmaTable, Location> found = new EnumMap<>(FmaTable.class);
    for (FmaTable table : FmaTable.values()) {
      files.stream()
          .filter(file -> file.memberPath().endsWith("/" + table.fileName()))
          .min(
              Comparator.comparing((FileEntry file) -> file.memberPath().split("/").length)
                  .thenComparing(FileEntry::memberPath))
          .ifPresent(file -> found.put(table, new Location(file.file(), null)));
    }
    return new FmaMetadata(metadata, source, found);
  }

  private static FmaMetadata ofZip(String metadata, InputPath zip, Configuration conf)
      throws IOException {
    List<ZipDirectory.Entry> entries;
    try {
      entries = ZipDirectory.read(zip.open(conf)).entries();
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "--metadata " + metadata + " cannot be read: " + e.detail() + ".",
          e);
    }
    Map<FmaTable, Location> found = new EnumMap<>(FmaTable.class);
    for (FmaTable table : FmaTable.values()) {
      entries.stream()
          .filter(entry -> ("/" + entry.path()).endsWith("/" + table.fileName()))
          .min(
              Comparator.comparing((ZipDirectory.Entry entry) -> entry.path().split("/").length)
                  .thenComparing(ZipDirectory.Entry::path))
          .ifPresent(entry -> found.put(table, new Location(zip.address(), entry)));
    }
    return new FmaMetadata(metadata, InputPlan.sideFile("--metadata", metadata, conf), found);
  }

  boolean has(FmaTable table) {
    return files.containsKey(table);
  }

  /**
   * Opens a file behind its header.
   *
   * @throws UserException when it is not the archive's
   */
  FmaReader open(FmaTable table, Configuration conf) throws IOException {
    Location location = files.get(table);
    try {
      InputFile file = InputPath.open(location.file(), conf);
      InputStream bytes =
          location.entry() == null
              ? file.openStream()
              : ZipContent.openStream(file, location.entry());
      return FmaReader.open(table, bytes);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "--metadata " + given + ", " + table.fileName() + ": " + e.detail() + ".",
          e);
    }
  }
}
