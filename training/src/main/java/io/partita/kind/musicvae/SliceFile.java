package io.partita.kind.musicvae;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.latent.GivenFile;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.SliceForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A MIDI file that a command is given for its slices.
 *
 * @param name of the file, as the user gave it
 * @param md5 of its bytes, lower-case hex, as the lake's tables have it
 * @param form of its slices
 * @param dropped notes that no slice can have
 * @param slices of the length of a model, at least one
 */
record SliceFile(String name, String md5, SliceForm form, int dropped, List<CutFile.Slice> slices) {

  /**
   * Reads a file and cuts it into slices of a model's length.
   *
   * @throws UserException where the file is missing, is no MIDI file, or has no such slice
   */
  static SliceFile read(GivenFile file, MusicVae model) throws IOException {
    byte[] bytes = InputPath.bytes(file.path(), Spark.hadoopConfiguration());
    int bars = model.bars();
    CutFile found;
    try {
      found = model.cut(bytes);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, file.given() + " is no MIDI file: " + e.detail() + ".", e);
    }
    if (found.slices().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          file.given()
              + " has no slice of "
              + bars
              + " bars for the model. "
              + found.whyNone()
              + ".");
    }
    String md5 = DigestUtils.md5Hex(bytes);
    return new SliceFile(file.path(), md5, model.form(), found.dropped(), found.slices());
  }

  /**
   * Its slices without those that overlap an earlier one: one after the other they are the file.
   */
  List<CutFile.Slice> apart() {
    List<CutFile.Slice> apart = new ArrayList<>();
    for (CutFile.Slice slice : slices) {
      CutFile.Slice last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null
          || slice.piece() != last.piece()
          || !slice.instruments().equals(last.instruments())
          || slice.start() >= last.start() + last.labels().length / stepsOfOne()) {
        apart.add(slice);
      }
    }
    return apart;
  }

  /** Labels for each of {@link SliceForm#startColumn}. */
  private int stepsOfOne() {
    return form.startSteps() * form.voices().size();
  }

  /** The step at which a slice starts in its piece. */
  private long step(CutFile.Slice slice) {
    return slice.start() * form.startSteps();
  }

  /**
   * The slice that starts at a step, in the first piece that has one there.
   *
   * @param startStep null for the file's first slice
   * @throws UserException where no slice starts there
   */
  CutFile.Slice at(String given, Long startStep) {
    return slices.stream()
        .filter(slice -> startStep == null || step(slice) == startStep)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    given
                        + " has no slice at step "
                        + startStep
                        + ": they start at "
                        + slices.stream().map(this::step).distinct().sorted().toList()
                        + "."));
  }

  /** A slice and where it comes from, for the JSON file. */
  Map<String, Object> origin(CutFile.Slice slice) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("file", name);
    origin.put("midi_md5", md5);
    origin.put(form.dropped(), dropped);
    origin.putAll(form.place(slice));
    origin.put("slice_hash", slice.hash());
    origin.putAll(form.labels(slice.labels()));
    return origin;
  }
}
