package io.partita.model.slices;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumGrid;
import io.partita.form.CutFile;
import io.partita.form.Cutting;
import io.partita.form.FileCutOptions;
import io.partita.form.Form;
import io.partita.form.SliceCut;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.latent.GivenFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A MIDI file that a command is given for its slices.
 *
 * @param name of the file, as the user gave it
 * @param md5 of its bytes, lower-case hex, as the lake's tables have it
 * @param form of its slices
 * @param steps of each slice
 * @param dropped notes that no slice can have
 * @param slices of the length of a model, at least one
 * @param <E> an example
 */
public record SliceFile<E>(
    String name, String md5, Form<E> form, int steps, int dropped, List<CutFile.Slice<E>> slices) {
  private static final int NEAREST = 4;

  /**
   * Reads a file and cuts it into slices of a model's length.
   *
   * @throws UserException where the file is missing, is no MIDI file, or has no such slice
   */
  public static <E> SliceFile<E> read(GivenFile file, SliceModel<E> model, FileCutOptions how)
      throws IOException {
    SliceCut<E> cut = model.sliceCut();
    Cutting cutting = how.cutting(cut);
    byte[] bytes = InputPath.bytes(file.path(), Spark.hadoopConfiguration());
    CutFile<E> found;
    try {
      found = cut.form().cut(bytes, cutting);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, file.given() + " cannot be read: " + e.detail() + ".", e);
    }
    if (found.slices().isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          file.given()
              + " has no slice of "
              + cut.bars()
              + " bars for the model. "
              + found.whyNone()
              + "."
              + how.advice(found));
    }
    String md5 = DigestUtils.md5Hex(bytes);
    return new SliceFile<>(
        file.path(),
        md5,
        cut.form(),
        cut.bars() * DrumGrid.STEPS_PER_BAR,
        found.counts().getOrDefault("n_" + cut.form().dropped(), 0),
        found.slices());
  }

  /**
   * Its slices without those that overlap an earlier one: one after the other they are the file.
   */
  public List<CutFile.Slice<E>> apart() {
    List<CutFile.Slice<E>> apart = new ArrayList<>();
    for (CutFile.Slice<E> slice : slices) {
      CutFile.Slice<E> last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null
          || slice.piece() != last.piece()
          || !slice.instruments().equals(last.instruments())
          || step(slice) >= step(last) + steps) {
        apart.add(slice);
      }
    }
    return apart;
  }

  /** The step at which a slice starts in its piece. */
  private long step(CutFile.Slice<E> slice) {
    return slice.start() * form.startSteps();
  }

  /**
   * The slice that starts at a step, in the first piece that has one there.
   *
   * @param startStep null for the file's first slice
   * @throws UserException where no slice starts there
   */
  public CutFile.Slice<E> at(String given, Long startStep) {
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
                        + inBars(startStep)
                        + ": the nearest ones start at "
                        + slices.stream()
                            .map(this::step)
                            .distinct()
                            .sorted(Comparator.comparingLong(step -> Math.abs(step - startStep)))
                            .limit(NEAREST)
                            .sorted()
                            .map(step -> step + inBars(step))
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static String inBars(long step) {
    return step % DrumGrid.STEPS_PER_BAR == 0
        ? " (bar " + (step / DrumGrid.STEPS_PER_BAR + 1) + ")"
        : "";
  }

  /** A slice and where it comes from, for the JSON file. */
  public Map<String, Object> origin(CutFile.Slice<E> slice) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("file", name);
    origin.put("midi_md5", md5);
    origin.put(form.dropped(), dropped);
    origin.putAll(form.place(slice));
    origin.putAll(form.hash(slice.example()));
    origin.putAll(form.labels(slice.example()));
    return origin;
  }
}
