package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.grid.GridSource;
import io.partita.grid.StepGrid;
import io.partita.grid.TrackChoice;
import io.partita.scorefile.ScoreFile;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How files are cut.
 *
 * @param bars of a slice
 * @param map of drums; General MIDI's of other forms
 * @param grid what says where bars are
 * @param track whose notes alone are cut; null for all, and of forms that need all
 * @param flags options without a value that a form has, as {@code --pad}
 */
public record Cutting(int bars, DrumMap map, GridSource grid, TrackChoice track, Set<String> flags)
    implements Serializable {
  public Cutting {
    flags = Set.copyOf(flags);
  }

  /** As slices are cut by default. */
  public Cutting(int bars, DrumMap map) {
    this(bars, map, GridSource.DECLARED, null, Set.of());
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The notes of a file's bytes on the grid. */
  StepGrid steps(byte[] midi) throws MalformedInputException {
    return StepGrid.of(ScoreFile.events(midi), grid);
  }

  /** The drums of a file's bytes on the grid. */
  DrumGrid drums(byte[] midi) throws MalformedInputException {
    return DrumGrid.of(steps(midi), map);
  }

  /** The options that decide the slices, those of the usual ones left out: older runs lack them. */
  public Map<String, Object> decisive() {
    Map<String, Object> decisive = new LinkedHashMap<>();
    if (map != DrumMap.GM) {
      decisive.put(DrumMapOption.NAME, map.label());
    }
    if (grid != GridSource.DECLARED) {
      decisive.put(GridOption.NAME, grid.label());
    }
    if (track != null) {
      decisive.put(TrackOption.NAME, track.text());
    }
    flags.forEach(flag -> decisive.put(flag, true));
    return decisive;
  }
}
