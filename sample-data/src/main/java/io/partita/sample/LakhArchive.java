package io.partita.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * The matched part of the Lakh MIDI Dataset as a tar.gz, and its match scores. Nothing in it
 * depends on the clock, the user or the machine's number of processors.
 *
 * @param files members that are files
 * @param damaged number of them that are broken on purpose
 */
record LakhArchive(long files, long damaged) {
  private static final String ROOT = "lmd_matched/";

  /** Tracks composed ahead while those before are compressed: bounds the memory. */
  private static final int BATCH = 64;

  /** Compressing takes most of the time: this level halves it for a slightly larger archive. */
  private static final int COMPRESSION_LEVEL = 4;

  private static final int BUFFER_BYTES = 1 << 16;

  /** Where a track's folder lies: {@code G/D/V/TRGDV…}, by its id's characters 3 to 5. */
  static String folder(String trackId) {
    return trackId.charAt(2) + "/" + trackId.charAt(3) + "/" + trackId.charAt(4) + "/" + trackId;
  }

  /** Writes both files. */
  static LakhArchive write(
      Path archive, Path scores, Catalog catalog, SampleOptions options, LongConsumer progress)
      throws IOException {
    GzipParameters gzip = new GzipParameters();
    gzip.setBufferSize(BUFFER_BYTES);
    gzip.setCompressionLevel(COMPRESSION_LEVEL);
    try (TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new GzipCompressorOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(archive), BUFFER_BYTES), gzip));
        Writer json = Files.newBufferedWriter(scores)) {
      return new Writing(tar, json, catalog, options).all(progress);
    }
  }

  /** The files of one track. */
  private record Folder(String trackId, List<MatchedFile> contents) {}

  private static final class Writing {
    private final TarArchiveOutputStream tar;
    private final Writer json;
    private final Catalog catalog;
    private final SampleOptions options;
    private final BitSet folders = new BitSet();
    private long files;
    private long damaged;

    Writing(TarArchiveOutputStream tar, Writer json, Catalog catalog, SampleOptions options) {
      this.tar = tar;
      this.json = json;
      this.catalog = catalog;
      this.options = options;
    }

    LakhArchive all(LongConsumer progress) throws IOException {
      entry(ROOT, 0);
      json.write('{');
      CompletableFuture<List<Folder>> next = batch(0);
      for (int first = 0; first < options.tracks(); first += BATCH) {
        List<Folder> folders = next.join();
        int following = first + BATCH;
        next = batch(following);
        for (int i = 0; i < folders.size(); i++) {
          json.write(first + i == 0 ? "\n" : ",\n");
          write(folders.get(i));
        }
        progress.accept(Math.min(following, options.tracks()));
      }
      json.write("\n}\n");
      return new LakhArchive(files, damaged);
    }

    private CompletableFuture<List<Folder>> batch(int first) {
      int end = Math.min(options.tracks(), first + BATCH);
      return CompletableFuture.supplyAsync(
          () ->
              IntStream.range(first, Math.max(first, end))
                  .parallel()
                  .mapToObj(
                      track ->
                          new Folder(
                              catalog.trackId(track),
                              MatchedFile.of(catalog, options.seed(), track)))
                  .toList());
    }

    private void write(Folder folder) throws IOException {
      String path = ROOT + folder(folder.trackId()) + "/";
      parents(folder.trackId(), path);
      entry(path, 0);
      json.write("\"" + folder.trackId() + "\": {");
      String separator = "";
      for (MatchedFile file : folder.contents()) {
        entry(path + file.md5() + ".mid", file.bytes().length);
        tar.write(file.bytes());
        tar.closeArchiveEntry();
        json.write(separator + "\"" + file.md5() + "\": " + file.score());
        separator = ", ";
        files++;
        damaged += file.damaged() ? 1 : 0;
      }
      json.write("}");
    }

    /** The three folders above a track's, each the first time it is needed. */
    private void parents(String trackId, String path) throws IOException {
      int number = 0;
      for (int depth = 1; depth <= 3; depth++) {
        number = number * 27 + trackId.charAt(1 + depth) - 'A' + 1;
        if (!folders.get(number)) {
          folders.set(number);
          entry(path.substring(0, ROOT.length() + 2 * depth), 0);
        }
      }
    }

    /** Begins a file; a name that ends in a slash is a folder, done at once. */
    private void entry(String name, int size) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(size);
      entry.setModTime(0);
      entry.setIds(0, 0);
      entry.setNames("", "");
      tar.putArchiveEntry(entry);
      if (entry.isDirectory()) {
        tar.closeArchiveEntry();
      }
    }
  }
}
