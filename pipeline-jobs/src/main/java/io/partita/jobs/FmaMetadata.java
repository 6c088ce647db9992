package io.partita.jobs;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.ZipContent;
import io.partita.archive.ZipDirectory;
import io.partita.catalog.FmaReader;
import io.partita.catalog.FmaTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Where the Free Music Archive's CSV files lie: in fma_metadata.zip, read in place, or in a folder.
 *
 * @param source what was given, as a person would recognise it
 * @param files by table; tracks.csv is always there
 */
record FmaMetadata(InputPlan.Source source, Map<FmaTable, Location> files) implements Serializable {
  /**
   * @param file the CSV file, or the zip that it is in
   * @param entry its entry there; null of a file
   */
  record Location(String file, ZipDirectory.Entry entry) implements Serializable {}

  /**
   * @throws UserException when there are no such metadata, or a file of them is none of its kind
   */
  static FmaMetadata of(String metadata, Configuration conf) throws IOException {
    Path path = InputPlan.path("--metadata", metadata);
    FileSystem fs = path.getFileSystem(conf);
    if (!fs.exists(path)) {
      throw new UserException("--metadata " + metadata + ": there is no such file or folder.");
    }
    FmaMetadata found =
        fs.getFileStatus(path).isDirectory() ? ofFolder(path, conf) : ofZip(path, conf);
    if (!found.files().containsKey(FmaTable.TRACKS)) {
      throw new UserException(
          "--metadata " + metadata + " holds no tracks.csv: give fma_metadata.zip or its folder.");
    }
    for (FmaTable table : found.files().keySet()) {
      found.open(table, conf).close();
    }
    return found;
  }

  private static FmaMetadata ofFolder(Path folder, Configuration conf) throws IOException {
    InputPlan.Source source =
        InputPlan.of("--metadata", List.of(folder.toString()), total -> total, conf)
            .sources()
            .get(0);
    List<Path> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> listing = folder.getFileSystem(conf).listFiles(folder, true);
    while (listing.hasNext()) {
      files.add(listing.next().getPath());
    }
    Map<FmaTable, Location> found = new EnumMap<>(FmaTable.class);
    for (FmaTable table : FmaTable.values()) {
      files.stream()
          .filter(file -> file.getName().equals(table.fileName()))
          .min(Comparator.comparing(Path::depth).thenComparing(Comparator.naturalOrder()))
          .ifPresent(file -> found.put(table, new Location(file.toString(), null)));
    }
    return new FmaMetadata(source, found);
  }

  private static FmaMetadata ofZip(Path zip, Configuration conf) throws IOException {
    List<ZipDirectory.Entry> entries;
    try {
      entries = ZipDirectory.read(new HadoopFile(zip, conf)).entries();
    } catch (MalformedInputException e) {
      throw new UserException("--metadata " + zip + " cannot be read: " + e.detail() + ".", e);
    }
    Map<FmaTable, Location> found = new EnumMap<>(FmaTable.class);
    for (FmaTable table : FmaTable.values()) {
      entries.stream()
          .filter(entry -> ("/" + entry.path()).endsWith("/" + table.fileName()))
          .min(
              Comparator.comparing((ZipDirectory.Entry entry) -> entry.path().split("/").length)
                  .thenComparing(ZipDirectory.Entry::path))
          .ifPresent(entry -> found.put(table, new Location(zip.toString(), entry)));
    }
    return new FmaMetadata(InputPlan.sideFile("--metadata", zip.toString(), conf), found);
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
      HadoopFile file = new HadoopFile(new Path(location.file()), conf);
      InputStream bytes =
          location.entry() == null
              ? file.openStream()
              : ZipContent.openStream(file, location.entry());
      return FmaReader.open(table, bytes);
    } catch (MalformedInputException e) {
      throw new UserException(
          "--metadata " + location.file() + ", " + table.fileName() + ": " + e.detail() + ".", e);
    }
  }
}
