package io.partita.sample;

import io.partita.catalog.FmaTable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes invented audio in the layout of the Free Music Archive's published files:
 *
 * <ul>
 *   <li>{@code fma_small.zip}: clips of ten seconds, {@code fma_small/nnn/nnnnnn.mp3}, stored: the
 *       generator's songs as the JDK's synthesizer plays them. Of twelve clips one is cut, one is a
 *       web page, one is missing, and one has no row in the metadata;
 *   <li>{@code fma_metadata.zip}: tracks.csv, with half as many tracks of the larger subsets,
 *       genres.csv, features.csv and echonest.csv.
 * </ul>
 *
 * The same seed and number give the same files on the same kind of processor.
 */
public final class FmaSample {
  /** The archive's numbers have six digits. */
  public static final int MAX_CLIPS = 4_000;

  /** Clips rendered ahead of what was written: bounds the memory. */
  private static final int BATCH = 32;

  private static final LocalDateTime WRITTEN = LocalDateTime.of(2017, 4, 1, 0, 0);

  private final Path folder;
  private final int clips;
  private final long seed;
  private final SampleData.Progress progress;

  private FmaSample(Path folder, int clips, long seed, SampleData.Progress progress) {
    this.folder = folder;
    this.clips = clips;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Writes both archives; each replaces an older one when it is complete, never before.
   *
   * @param folder made when it is not there
   * @param clips tracks of the subset small, 1 to {@link #MAX_CLIPS}
   * @throws io.partita.UserException where Java was started without its synthesizer's package
   *     exported
   */
  public static void write(Path folder, int clips, long seed, SampleData.Progress progress)
      throws IOException {
    if (clips < 1 || clips > MAX_CLIPS) {
      throw new IllegalArgumentException("clips must be 1 to " + MAX_CLIPS + ", but is " + clips);
    }
    Files.createDirectories(folder);
    new FmaSample(folder, clips, seed, progress).write();
  }

  private void write() throws IOException {
    List<FmaClip> small = clips(0, clips);
    List<FmaClip> others = clips(clips, clips + Math.max(2, clips / 2));
    SampleData.replacing(
        folder.resolve("fma_metadata.zip"),
        part -> {
          writeMetadata(part, small, others);
          return part;
        });
    SampleData.replacing(
        folder.resolve("fma_small.zip"),
        part -> {
          writeAudio(part, small);
          return part;
        });
  }

  private List<FmaClip> clips(int from, int to) {
    return IntStream.range(from, to).mapToObj(index -> FmaClip.of(seed, index)).toList();
  }

  private void writeMetadata(Path zip, List<FmaClip> small, List<FmaClip> others)
      throws IOException {
    FmaMetadataFiles files = new FmaMetadataFiles(seed);
    try (ZipOutputStream out = open(zip)) {
      for (FmaTable table : FmaTable.values()) {
        StringBuilder csv = new StringBuilder();
        switch (table) {
          case TRACKS -> files.tracks(small, others, csv);
          case GENRES -> files.genres(csv);
          default -> files.figures(table, small, csv);
        }
        ZipEntry entry = new ZipEntry("fma_metadata/" + table.fileName());
        entry.setTimeLocal(WRITTEN);
        out.putNextEntry(entry);
        out.write(csv.toString().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
  }

  private void writeAudio(Path zip, List<FmaClip> small) throws IOException {
    List<FmaClip> present =
        small.stream().filter(clip -> clip.fate() != FmaClip.Fate.MISSING).toList();
    try (ZipOutputStream out = open(zip)) {
      store(
          out,
          "fma_small/README.txt",
          "Invented clips, free to use (CC0).\n".getBytes(StandardCharsets.UTF_8));
      for (int from = 0; from < present.size(); from += BATCH) {
        List<FmaClip> batch = present.subList(from, Math.min(present.size(), from + BATCH));
        List<byte[]> contents = batch.stream().parallel().map(this::render).toList();
        for (int i = 0; i < batch.size(); i++) {
          store(out, "fma_small/" + batch.get(i).path(), contents.get(i));
        }
        progress.report(from + batch.size(), present.size());
      }
    }
  }

  private byte[] render(FmaClip clip) {
    try {
      return clip.bytes(seed, folder.resolve("." + clip.number() + ".mp3.part"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZipOutputStream open(Path zip) throws IOException {
    return new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)));
  }

  /** As the archive does: MP3 does not shrink, and stored members can be read by ranges. */
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(WRITTEN);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
