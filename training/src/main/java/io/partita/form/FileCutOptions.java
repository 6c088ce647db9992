package io.partita.form;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.grid.GridSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;

/** How a file is cut that a command is given, beside what its model says. */
public final class FileCutOptions {
  @Mixin private TrackOption track = new TrackOption();
  @Mixin private GridOption grid = new GridOption();

  /**
   * Fails where a file is cut in no way, as a table has been cut already.
   *
   * @throws UserException where one of the options is given
   */
  public void requireNone(SliceCut<?> cut) {
    if (!cutting(cut).equals(new Cutting(cut.bars(), cut.map()))) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "%s and %s are of a file: the slices of a lake are cut already."
              .formatted(TrackOption.NAME, GridOption.NAME));
    }
  }

  /**
   * How a file becomes slices of a model.
   *
   * @throws UserException where a track is chosen of slices that need all
   */
  public Cutting cutting(SliceCut<?> cut) {
    if (track.choice() != null && !cut.form().isOfTracks()) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A %s is of all tracks: leave out %s.".formatted(cut.form().title(), TrackOption.NAME));
    }
    return new Cutting(cut.bars(), cut.map(), grid.source, track.choice(), Set.of());
  }

  /** What may help where a file has no slice: a sentence behind a space, or nothing. */
  public String advice(CutFile<?> found) {
    return grid.source == GridSource.DECLARED && found.absence().equals(Optional.of("metre"))
        ? " %s %s finds bars by the notes.".formatted(GridOption.NAME, GridSource.NOTES.label())
        : "";
  }

  /** Adds those that are not as usual to a JSON file. */
  public void addTo(Map<String, Object> provenance) {
    if (track.choice() != null) {
      provenance.put("track", track.choice().text());
    }
    if (grid.source != GridSource.DECLARED) {
      provenance.put("grid", grid.source.label());
    }
  }
}
