package io.partita.start;

import io.partita.UserException;
import io.partita.download.PublishedDataset;
import io.partita.download.PublishedFile;
import io.partita.download.ResumableDownload;
import io.partita.run.ExitCode;
import io.partita.run.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published data sets from their publishers to a local folder, whole and checked. */
@Command(
    name = "download",
    description = "Fetch published data sets, and go on where an earlier try was cut.",
    footer = {
      "",
      "A file has its name when it is whole and, where its publisher gives a SHA-1, right; until"
          + " then",
      "it is NAME.part. A file that is there already is not fetched again, so the command can run"
          + " every",
      "night. Standard output names each file, one a line.",
      "",
      "Examples:",
      "  partita download groove --out data",
      "  partita download fma-metadata fma-small --out /data/fma",
      "  partita download lmd-matched --out data --url https://mirror.example.org/lmd/"
    })
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
      description = "Names of downloads, one or more of ${COMPLETION-CANDIDATES}.")
  private List<String> names;

  @Mixin private DownloadFolder folder;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Another address of the file, or of its folder with a slash at the end; of cello always"
              + " the folder (default: the publisher's).")
  private String url;

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws IOException {
    List<PublishedDataset> datasets =
        names.stream().distinct().map(PublishedDataset::named).toList();
    if (url != null && datasets.size() > 1) {
      throw new UserException("--url is the address of one data set: give one NAME with it.");
    }
    datasets.forEach(dataset -> dataset.address(dataset.files().get(0), url));
    folder.make();
    try (DownloadProgress progress = new DownloadProgress()) {
      ResumableDownload download = new ResumableDownload(progress::say, progress);
      for (PublishedDataset dataset : datasets) {
        fetch(dataset, download, progress);
      }
    }
    written.end();
    return ExitCode.OK;
  }

  private void fetch(
      PublishedDataset dataset, ResumableDownload download, DownloadProgress progress)
      throws IOException {
    boolean isToldTerms = dataset.terms() == null;
    for (PublishedFile file : dataset.files()) {
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
    }
  }
}
