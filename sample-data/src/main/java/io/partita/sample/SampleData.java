package io.partita.sample;

import io.partita.msd.MsdSong;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Dice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Writes an invented music collection in the layouts of the real ones, for demonstrations, tests
 * and measurements without a download. Files of the folder:
 *
 * <ul>
 *   <li>{@code lmd_matched.tar.gz}: the Lakh MIDI Dataset's matched part, {@code
 *       lmd_matched/G/D/V/TRGDV…/<md5>.mid}. Songs are composed by style, with several versions of
 *       some, some under several tracks, and one file in fifty damaged;
 *   <li>{@code match_scores.json}: track id → md5 → score;
 *   <li>{@code msd_summary_file.h5}: the Million Song Dataset's summary;
 *   <li>{@code msd/data/G/D/V/TRGDV….h5}: its full files of some tracks;
 *   <li>{@code fma_small.zip}, where clips are asked for: {@code fma_small/nnn/nnnnnn.mp3}, 30
 *       seconds each, or fewer, of the composed songs, played by the JDK's synthesizer, and some
 *       that are broken;
 *   <li>{@code fma_metadata.zip}, with it: tracks.csv, genres.csv, features.csv and echonest.csv in
 *       the Free Music Archive's layout;
 *   <li>{@code README.txt}: what was generated from what.
 * </ul>
 */
public final class SampleData {
  /** Raised whenever the same seed begins to give other files. */
  public static final int VERSION = 1;

  /** What the number at the start of a dice's path represents. */
  private static final String README = "README.txt";

  private static final String LMD = "lmd_matched.tar.gz";
  private static final String SCORES = "match_scores.json";
  private static final String SUMMARY = "msd_summary_file.h5";
  private static final String FMA = "fma_small.zip";
  private static final String FMA_METADATA = "fma_metadata.zip";

  /** The files of a data set, by their names in its folder; further ones are below it. */
  public static final List<String> FILES = List.of(README, LMD, SCORES, SUMMARY, FMA, FMA_METADATA);

  private static final int ANALYSIS = 301;

  private final Path folder;
  private final SampleOptions options;
  private final ItemsListener progress;
  private final Catalog catalog;
  private final FmaArchive fma;

  private SampleData(Path folder, SampleOptions options, ItemsListener progress) {
    this.folder = folder;
    this.options = options;
    this.progress = progress;
    catalog = new Catalog(options.seed(), options.summaryRows(), options.tracks());
    fma = FmaArchive.of(options.seed(), options.clips());
  }

  /** Told after every few items how far the writing is. */
  @FunctionalInterface
  public interface ItemsListener {
    /**
     * Called from the writing thread, with numbers that grow until both are equal.
     *
     * @param done items written: tracks of the archive, rows of the summary, per-track files, audio
     *     clips
     * @param total items to write in all
     */
    void report(long done, long total);
  }

  /**
   * What was written.
   *
   * @param tracks folders in the archive
   * @param midiFiles members of the archive that are files
   * @param damagedFiles number of them that are broken on purpose
   * @param archiveBytes size of the tar.gz
   * @param summaryRows rows of the summary file
   * @param msdTrackFiles per-track files
   * @param clips members of the audio archive that are clips, with those broken on purpose
   * @param damagedClips number of them that are broken
   * @param wholeClip the name of a member that is not, empty without clips
   */
  public record Written(
      int tracks,
      long midiFiles,
      long damagedFiles,
      long archiveBytes,
      int summaryRows,
      int msdTrackFiles,
      int clips,
      int damagedClips,
      Optional<String> wholeClip) {}

  /**
   * Writes the data set, file by file: each replaces an older one of its name when it is complete,
   * never before. Memory does not grow with the counts.
   *
   * @param folder made when it is not there
   * @throws IOException if the folder cannot be made or written to; the message names it
   */
  public static Written write(Path folder, SampleOptions options, ItemsListener progress)
      throws IOException {
    return new SampleData(folder, options, progress).write();
  }

  /**
   * Out of the middle of the first track's song, as a MIDI file to listen to.
   *
   * @param seed of the data set
   * @param durationS length in which notes begin, seconds, above 0
   */
  public static byte[] excerpt(long seed, double durationS) {
    return SongExcerpt.midi(Composer.compose(seed, 0, 0), durationS);
  }

  private Written write() throws IOException {
    requireWritable();
    long withoutAudio = (long) options.tracks() + options.summaryRows() + options.msdTrackFiles();
    long total = withoutAudio + fma.members();
    Path archive = folder.resolve(LMD);
    Path scores = folder.resolve(SCORES);
    LakhArchive written =
        replacing(
            archive,
            archivePart ->
                replacing(
                    scores,
                    scoresPart ->
                        LakhArchive.write(
                            archivePart,
                            scoresPart,
                            catalog,
                            options,
                            done -> progress.report(done, total))));
    long archived = options.tracks();
    replacing(
        folder.resolve(SUMMARY),
        part -> {
          MsdWriter.writeSummary(
              part,
              options.summaryRows(),
              summary(),
              rows -> progress.report(archived + rows, total));
          return part;
        });
    for (int track = 0; track < options.msdTrackFiles(); track++) {
      writeTrackFile(track);
      progress.report(archived + options.summaryRows() + track + 1, total);
    }
    if (options.clips() > 0) {
      writeAudio(clips -> progress.report(withoutAudio + clips, total));
    }
    Written report =
        new Written(
            options.tracks(),
            written.files(),
            written.damaged(),
            Files.size(archive),
            options.summaryRows(),
            options.msdTrackFiles(),
            fma.members(),
            fma.members() - fma.count(ClipKind.SOUND) - fma.count(ClipKind.UNLISTED),
            fma.wholeClip());
    replacing(folder.resolve(README), part -> Files.writeString(part, readme(report)));
    return report;
  }

  private void requireWritable() throws IOException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".write-test", null));
    } catch (IOException e) {
      throw new IOException(
          "Cannot write sample data to %s: %s; choose a folder that you may write to"
              .formatted(folder.toAbsolutePath(), e),
          e);
    }
  }

  /** Rows in an order that mixes tracks with music among those without, as the real file does. */
  private Iterator<MsdSong> summary() {
    long rows = options.summaryRows();
    long tracks = options.tracks();
    return IntStream.range(0, options.summaryRows())
        .mapToObj(
            row -> {
              long before = row * tracks / rows;
              boolean hasMusic = (row + 1) * tracks / rows > before;
              return catalog.song((int) (hasMusic ? before : tracks + row - before));
            })
        .iterator();
  }

  private void writeTrackFile(int track) throws IOException {
    MsdSong song = catalog.song(track);
    String id = song.trackId();
    Path file = folder.resolve("msd/data").resolve(LakhArchive.folder(id) + ".h5");
    Files.createDirectories(file.getParent());
    Composition composition = Composer.compose(options.seed(), catalog.work(track), 0);
    Dice dice = Dice.of(options.seed(), ANALYSIS, track);
    replacing(
        file,
        part -> {
          MsdWriter.writeTrack(part, TrackAnalysis.of(composition, song, catalog, dice));
          return part;
        });
  }

  private void writeAudio(LongConsumer progress) throws IOException {
    replacing(
        folder.resolve(FMA),
        audio ->
            replacing(
                folder.resolve(FMA_METADATA),
                metadata -> {
                  fma.write(audio, metadata, options.seed(), options.clipSeconds(), progress);
                  return metadata;
                }));
  }

  /** A way of writing a file under the name it is given. */
  private interface Writing<T> {
    T to(Path part) throws IOException;
  }

  private static <T> T replacing(Path file, Writing<T> writing) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      T result = writing.to(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String readme(Written written) {
    return String.format(
        Locale.ROOT,
        """
        Sample data, invented by Partita's generator (version %d) from seed %d.

        lmd_matched.tar.gz    %d MIDI files of %d tracks, in the Lakh MIDI Dataset's layout;
                              %d of them are damaged on purpose
        match_scores.json     how well each file matches its track
        msd_summary_file.h5   %d rows in the Million Song Dataset's layout
        msd/data              full files of %d tracks in the same layout
        %s
        No song, artist or figure in here is real. The music is composed by a program and free to
        use (CC0). The same seed, counts and version give the same files again.
        """,
        VERSION,
        options.seed(),
        written.midiFiles(),
        written.tracks(),
        written.damagedFiles(),
        written.summaryRows(),
        written.msdTrackFiles(),
        audioReadme());
  }

  private String audioReadme() {
    return options.clips() == 0
        ? ""
        : """
        fma_small.zip         %d clips of %d s in the Free Music Archive's layout; on purpose
                                track %s breaks off
                                track %s is a web page
                                track %s is empty
                                track %s has no row in tracks.csv
        fma_metadata.zip      tracks, genres, audio features and Echo Nest's figures; on purpose
                                track %s of the small subset has no clip
        """
            .formatted(
                fma.members(),
                options.clipSeconds(),
                fma.numbers(ClipKind.TRUNCATED),
                fma.numbers(ClipKind.WEB_PAGE),
                fma.numbers(ClipKind.EMPTY),
                fma.numbers(ClipKind.UNLISTED),
                fma.numbers(ClipKind.MISSING));
  }
}
