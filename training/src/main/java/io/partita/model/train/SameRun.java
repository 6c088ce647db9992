package io.partita.model.train;

import io.partita.Mistake;
import io.partita.StoredName;
import io.partita.UserException;
import io.partita.lake.CommandName;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether a training may go on from what it finds. */
final class SameRun {
  private SameRun() {}

  /**
   * @param ours the card that the archive would have if training began
   * @throws UserException when the archive is of another run, or no run leads to what it says
   */
  static void require(ModelFolder folder, ModelCard found, ModelCard ours, EpochLayout layout)
      throws IOException {
    if (!found.provenance().runId().equals(ours.provenance().runId())) {
      throw new UserException(
          Mistake.NOT_RESUMABLE,
          ("The model in %s comes from another run: %s. Resume with the same data and "
                  + "options, put another in its place with --replace, or give another --model.")
              .formatted(folder.name(), differences(found.provenance(), ours.provenance())));
    }
    if (!found.isOfTheSameModelAs(ours) || !isPlaceOf(layout, found.state())) {
      throw folder.damaged("its card is not one that its own run writes", null);
    }
  }

  /** Whether the layout can have led there. */
  private static boolean isPlaceOf(EpochLayout layout, ModelCard.State of) {
    boolean isBegun = of.epoch() > 0 || of.round() > 0 || of.madeInRound() > 0;
    return of.round() < layout.rounds()
        && of.madeInRound() >= 0
        && of.examples() == layout.examplesBefore(of.epoch(), of.round(), of.madeInRound())
        && isBegun == (of.iteration() > 0)
        && (!isBegun || (of.metric() != null && of.firstLoss() != null));
  }

  private static String differences(ModelCard.Provenance theirs, ModelCard.Provenance ours) {
    List<String> differences = new ArrayList<>();
    difference(
        differences,
        "the command",
        CommandName.of(theirs.command()),
        CommandName.of(ours.command()));
    difference(differences, "version", theirs.version(), ours.version());
    difference(differences, "--dataset", theirs.dataset(), ours.dataset());
    difference(differences, "the data set's run", theirs.datasetRun(), ours.datasetRun());
    Set<String> names = new LinkedHashSet<>(ours.options().keySet());
    names.addAll(theirs.options().keySet());
    for (String name : names) {
      difference(
          differences,
          StoredName.option(name),
          String.valueOf(theirs.options().getOrDefault(name, "not given")),
          String.valueOf(ours.options().getOrDefault(name, "not given")));
    }
    if (differences.isEmpty()) {
      difference(differences, "the run's id", theirs.runId(), ours.runId());
    }
    return String.join(", ", differences);
  }

  private static void difference(List<String> to, String what, String theirs, String ours) {
    if (!ours.equals(theirs)) {
      to.add(what + " was " + theirs + " and is " + ours);
    }
  }
}
