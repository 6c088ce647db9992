package io.partita.models.musicvae;

import io.partita.drum.DrumLoop;
import io.partita.picture.DrumRollPicture;
import io.partita.run.KeptInputs;
import io.partita.run.LoudnessOptions;
import io.partita.run.MusicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The folder that {@code similar} writes what it found into. */
final class SimilarFiles {
  private final DrumFile drums;
  private final MusicFiles files;
  private final List<String> written = new ArrayList<>();

  private SimilarFiles(DrumFile drums, Path out, LoudnessOptions loudness) throws IOException {
    this.drums = drums;
    this.files = MusicFiles.in(out, loudness, path -> written.add(path.toString()));
  }

  /**
   * The folder of {@code --out}, made if need be.
   *
   * @param drums the file that is asked about
   * @param most matches there may be
   * @throws io.partita.UserException where it is a file, or a match would replace the file
   */
  static SimilarFiles in(Path out, LoudnessOptions loudness, DrumFile drums, int most)
      throws IOException {
    SimilarFiles folder = new SimilarFiles(drums, out, loudness);
    List<String> names = new ArrayList<>(List.of(folder.name()));
    for (int match = 0; match < most; match++) {
      names.add(folder.name(match));
    }
    folder.files.keepFrom(KeptInputs.of(drums.name()), names);
    return folder;
  }

  /** Writes each match to play and to hear, all of them to see, and where they come from. */
  void write(SimilarMatches found, Map<String, Object> provenance) throws IOException {
    List<SimilarMatches.Match> matches = found.matches();
    for (int i = 0; i < matches.size(); i++) {
      files.midiAndWav(name(i), DrumLoop.score(matches.get(i).steps()));
    }
    String title = drums.baseName() + " and what is most like it";
    files.picture(name(), DrumRollPicture.png(title, found.rolls()));
    files.provenance(name(), provenance);
  }

  /** The files that are there now, in the order in which they were written. */
  List<String> written() {
    return written;
  }

  private String name() {
    return drums.baseName() + "-similar";
  }

  private String name(int match) {
    return String.format(Locale.ROOT, "%s-%02d", name(), match + 1);
  }
}
