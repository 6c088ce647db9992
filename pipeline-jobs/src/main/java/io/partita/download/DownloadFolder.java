package io.partita.download;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.NewFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The local folder that downloads go to. */
final class DownloadFolder {
  private static final String OUT = "--out";

  /** As hdfs://namenode/data, which a local folder cannot be called. */
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  @Option(
      names = OUT,
      required = true,
      paramLabel = "DIR",
      description = "Local folder, made if missing.")
  private String out;

  /**
   * Makes it, unless it is there.
   *
   * @throws UserException where there can be none
   */
  void make() throws IOException {
    if (URL.matcher(out).matches()) {
      throw new UserException(
          Mistake.BAD_PATH,
          "--out is a local folder, not "
              + out
              + ": download to one and copy the files from there.");
    }
    make(Path.of(out));
  }

  /** Where a file goes; its folder is made. */
  Path place(PublishedDataset dataset, PublishedFile file) throws IOException {
    Path place = dataset.place(Path.of(out), file);
    make(place.getParent());
    return place;
  }

  private void make(Path folder) throws IOException {
    NewFolder.make(OUT + " " + out, folder);
  }
}
