package io.partita.models.musicvae;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumSlice;
import io.partita.drum.DrumSlices;
import io.partita.ingest.MemberStream;
import io.partita.input.InputPath;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.latent.GivenFile;
import io.partita.run.Spark;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A MIDI file that a command is given for its drums.
 *
 * @param name of the file, as the user gave it
 * @param md5 of its bytes, lower-case hex, as the lake's tables have it
 * @param droppedHits drum notes of pitches that no class has
 * @param slices of the length of a model, at least one
 */
record DrumFile(String name, String md5, int droppedHits, List<DrumSlice> slices) {

  /**
   * Reads a file and cuts it into slices of a model's length.
   *
   * @throws UserException where the file is missing, is no MIDI file, or has no such slice
   */
  static DrumFile read(GivenFile file, MusicVae model) throws IOException {
    byte[] bytes;
    try (InputStream in = InputPath.file(file.path(), Spark.hadoopConfiguration()).openStream()) {
      bytes = in.readAllBytes();
    }
    DrumGrid grid;
    try {
      grid = DrumGrid.read(bytes);
    } catch (MalformedInputException e) {
      throw new UserException(file.given() + " is no MIDI file: " + e.detail() + ".", e);
    }
    int bars = model.bars();
    DrumSlices found = grid.slices(bars);
    if (found.slices().isEmpty()) {
      throw new UserException(
          file.given()
              + " has no slice of "
              + bars
              + " bars for the model. "
              + found.detail()
              + ".");
    }
    String md5 = HexFormat.of().formatHex(MemberStream.md5().digest(bytes));
    return new DrumFile(file.path(), md5, grid.droppedHits(), found.slices());
  }

  /**
   * Its slices without those that overlap an earlier one: one after the other they are the file.
   */
  List<DrumSlice> apart() {
    List<DrumSlice> apart = new ArrayList<>();
    for (DrumSlice slice : slices) {
      DrumSlice last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null
          || slice.piece() != last.piece()
          || slice.startStep() >= last.startStep() + last.steps().length) {
        apart.add(slice);
      }
    }
    return apart;
  }

  /**
   * The slice that starts at a step, in the first piece that has one there.
   *
   * @param startStep null for the file's first slice
   * @throws UserException where no slice starts there
   */
  DrumSlice at(String given, Long startStep) {
    return slices.stream()
        .filter(slice -> startStep == null || slice.startStep() == startStep)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    given
                        + " has no slice at step "
                        + startStep
                        + ": they start at "
                        + slices.stream().map(DrumSlice::startStep).distinct().sorted().toList()
                        + "."));
  }

  /** A slice and where it comes from, for the JSON file. */
  Map<String, Object> origin(DrumSlice slice) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("file", name);
    origin.put("midi_md5", md5);
    origin.put("dropped_hits", droppedHits);
    origin.put("piece", slice.piece());
    origin.put("start_step", slice.startStep());
    origin.put("slice_hash", slice.hash());
    origin.put("steps", slice.steps());
    return origin;
  }
}
