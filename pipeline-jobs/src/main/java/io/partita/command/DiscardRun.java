package io.partita.command;

import io.partita.option.JsonOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deletes what an ingest has staged; published versions stay. */
@Command(name = "discard", description = "Delete what an ingest with --stage-only made.")
public final class DiscardRun implements Callable<Integer> {
  @Mixin private StagedRunOptions staged = new StagedRunOptions();

  @Mixin private JsonOption json = new JsonOption();

  private record Discarded(String dataset, String run) {}

  @Override
  public Integer call() throws IOException {
    return Answer.print(
        json.isGiven,
        new Discarded(staged.dataset(), staged.next("discard").discard(staged.run)),
        gone -> "Discarded run " + gone.run() + " of data set " + gone.dataset() + ".");
  }
}
