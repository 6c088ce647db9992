package io.partita.similarity;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.midi.RealMidi;
import io.partita.sample.Edition;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Dice;
import io.partita.score.Note;
import io.partita.score.Score;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a tar.gz of MIDI files of which some are edited copies of others, for studies of what
 * {@code find-duplicates} costs: sources are the real files of the tests, at most a fifth of all,
 * and songs of the generator; four of five have no copy, the others one to twenty. The same files
 * come out of the same numbers. Their names tell the source, a number and what was done. {@code
 * benchmarks/duplicates.sh} starts it.
 *
 * <p>Arguments: the archive, how many files, a seed.
 */
public final class EditedCorpus {
  private static final double NONE = .80;
  private static final double MORE = .55;
  private static final int MOST_COPIES = 20;

  private final SplittableRandom random;
  private final long seed;
  private final int files;
  private final TarArchiveOutputStream tar;
  private int written;

  private EditedCorpus(TarArchiveOutputStream tar, int files, long seed) {
    this.tar = tar;
    this.files = files;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) throws IOException {
    Path archive = Path.of(arguments[0]);
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(
                new BufferedOutputStream(Files.newOutputStream(archive)), 1 << 16))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      new EditedCorpus(tar, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2])).write();
    }
  }

  private void write() throws IOException {
    List<byte[]> real = new ArrayList<>(RealMidi.files().values());
    for (int source = 0; written < files; source++) {
      if (source < real.size() && written < files / 5) {
        write(source, real.get(source));
      } else {
        Dice dice = Dice.of(seed, source);
        write(
            source,
            MidiWriter.write(Edition.draw(0, dice).score(Composer.compose(seed, source, 0))));
      }
    }
  }

  /** A source and its copies, each of which is another edit. */
  private void write(int source, byte[] bytes) throws IOException {
    put(source, "source", bytes);
    Optional<Score> score = read(bytes);
    int copies = random.nextDouble() < NONE ? 0 : 1;
    while (copies > 0 && copies < MOST_COPIES && random.nextDouble() < MORE) {
      copies++;
    }
    for (int copy = 0; copy < copies && score.isPresent() && written < files; copy++) {
      boolean areDrums = score.get().notes().stream().allMatch(Note::isDrum);
      List<Edit> edits = areDrums ? List.copyOf(Edit.OF_DRUMS) : List.of(Edit.values());
      Edit edit = edits.get(random.nextInt(edits.size()));
      Optional<Score> edited = edit.of(score.get(), random.nextLong());
      if (edited.isPresent()) {
        put(source, edit.name().toLowerCase(Locale.ROOT), MidiWriter.write(edited.get()));
      }
    }
  }

  private static Optional<Score> read(byte[] bytes) {
    try {
      return Optional.of(MidiReader.read(bytes));
    } catch (MalformedInputException e) {
      return Optional.empty();
    }
  }

  private void put(int source, String edit, byte[] bytes) throws IOException {
    if (written < files) {
      String name =
          String.format(
              Locale.ROOT, "corpus/%03d/%06d-%06d-%s.mid", written / 1000, source, written, edit);
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(bytes.length);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
      written++;
    }
  }
}
