package io.partita.download;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.ExitCode;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published data sets and models from their publishers to a local folder, whole and checked. */
@Command(
    name = "download",
    description = "Download public data sets and models; interrupted downloads resume.")
public final class Download implements Callable<Integer> {
  /** The names for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PublishedDataset.all().stream().map(PublishedDataset::name).iterator();
    }
  }

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      completionCandidates = Names.class,
      description = "Data sets and models to download: ${COMPLETION-CANDIDATES}.")
  private List<String> names;

  @Mixin private DownloadFolder folder;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Address of the file, or of its folder with a final slash (default: the publisher's).")
  private String url;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    List<PublishedDataset> datasets =
        names.stream().distinct().map(PublishedDataset::named).toList();
    if (url != null && datasets.size() > 1) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "--url is the address of one data set: give one NAME with it.");
    }
    datasets.forEach(dataset -> dataset.address(dataset.files().get(0), url));
    folder.make();
    int asked = datasets.stream().mapToInt(dataset -> dataset.files().size()).sum();
    Failures failures = new Failures(asked, new LinkedHashMap<>());
    try (DownloadProgress progress = new DownloadProgress()) {
      ResumableDownload download = new ResumableDownload(progress::say, progress);
      for (PublishedDataset dataset : datasets) {
        fetch(dataset, download, progress, failures);
      }
    }
    failures.end();
    written.end();
    return ExitCode.OK;
  }

  private void fetch(
      PublishedDataset dataset,
      ResumableDownload download,
      DownloadProgress progress,
      Failures failures)
      throws IOException {
    boolean isToldTerms = dataset.terms() == null;
    for (PublishedFile file : dataset.files()) {
      try {
        Path place = folder.place(dataset, file);
        if (!download.isThere(file, place)) {
          if (!isToldTerms) {
            progress.say(dataset.name() + ": " + dataset.terms());
            isToldTerms = true;
          }
          download.fetch(file, dataset.address(file, url), place);
        }
        progress.close();
        written.add(place);
      } catch (UserException | IOException e) {
        if (failures.asked() == 1 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        progress.say(failures.add(file, e));
      }
    }
  }

  /**
   * Files that could not be had. They keep no other from being fetched.
   *
   * @param asked number of files to fetch
   * @param byName why, in the order of the files
   */
  private record Failures(int asked, Map<String, Exception> byName) {
    /** Takes a failure; a line that says what happened. */
    String add(PublishedFile file, Exception failure) {
      byName.put(file.name(), failure);
      // The message of a failing file system is a bare path.
      String why =
          failure instanceof FileSystemException ? failure.toString() : failure.getMessage();
      return file.name() + " failed: " + why;
    }

    /**
     * Names all of them.
     *
     * @throws UserException where trying again is of no use for any
     * @throws IOException where it is worth while for one
     */
    void end() throws IOException {
      if (byName.isEmpty()) {
        return;
      }
      String missing =
          String.format(
              Locale.ROOT,
              "%d of %d files could not be downloaded: %s. The lines above say why.",
              byName.size(),
              asked,
              String.join(", ", byName.keySet()));
      if (byName.values().stream().allMatch(UserException.class::isInstance)) {
        throw new UserException(Mistake.UNAVAILABLE, missing);
      }
      throw new IOException(missing + " The same command fetches only what is missing.");
    }
  }
}
