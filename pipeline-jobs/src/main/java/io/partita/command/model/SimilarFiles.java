package io.partita.command.model;

import io.partita.lake.run.InputGuard;
import io.partita.model.latent.GivenFile;
import io.partita.objective.Finder;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The folder that {@code find similar} writes what it found into. */
final class SimilarFiles {
  private final GivenFile file;
  private final MusicFiles files;
  private final List<String> written = new ArrayList<>();

  private SimilarFiles(GivenFile file, Path out, LoudnessOptions loudness, ReplaceOption replace)
      throws IOException {
    this.file = file;
    this.files = MusicFiles.in(out, loudness, replace, path -> written.add(path.toString()));
  }

  /**
   * The folder of {@code --out}, made if need be.
   *
   * @param file that is asked about
   * @param most matches there may be
   * @throws io.partita.UserException where it is a file, or a match would replace the file
   */
  static SimilarFiles in(
      Path out, LoudnessOptions loudness, ReplaceOption replace, GivenFile file, int most)
      throws IOException {
    SimilarFiles folder = new SimilarFiles(file, out, loudness, replace);
    List<String> names = new ArrayList<>(List.of(folder.name()));
    for (int match = 0; match < most; match++) {
      names.add(folder.name(match));
    }
    folder.files.claim(InputGuard.of(file.path()), names);
    return folder;
  }

  /** Writes each match to hear, all of them to see, and where they come from. */
  void write(Finder.Matches<?, ?> matches, Map<String, Object> provenance) throws IOException {
    for (int match = 0; match < matches.fields().size(); match++) {
      matches.write(match, name(match), files);
    }
    files.picture(name(), matches.picture(file.baseName() + " and what is most like it"));
    files.provenance(name(), provenance);
  }

  /** The files that are there now, in the order in which they were written. */
  List<String> written() {
    return written;
  }

  private String name() {
    return file.baseName() + "-similar";
  }

  private String name(int match) {
    return String.format(Locale.ROOT, "%s-%02d", name(), match + 1);
  }
}
