package io.partita.slices;

import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;

import io.partita.FormerLatents;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.form.CutOptions;
import io.partita.form.Cutting;
import io.partita.form.Form;
import io.partita.form.Forms;
import io.partita.lake.EarlierRows;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.MidiContents;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.option.DatasetOptions;
import io.partita.option.JsonOption;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.UnchangedOptions;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A data set's MIDI files to slices of a form and of equal length. Input: the tables midi_sources
 * and midi_bytes; output: the form's tables of slices and of files. Name and help are those of the
 * form's options. Example: {@code partita slice drums --lake lake --dataset groove --bars 2}.
 */
@Command
public final class SliceCommand implements Callable<Integer> {
  private final Form<?> form;

  @Mixin private DatasetOptions from = new DatasetOptions();

  @Mixin private final CutOptions cut;

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private ReplaceRowsOption replace = new ReplaceRowsOption();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Mixin private UnchangedOptions unchanged = new UnchangedOptions();

  @Mixin private JsonOption json = new JsonOption();

  private SliceCommand(Form<?> form) {
    this.form = form;
    this.cut = form.options();
  }

  /** By the form, the class that is annotated with the command's name and help. */
  public static List<Class<?>> all() {
    return Forms.ALL.stream().<Class<?>>map(form -> form.options().getClass()).toList();
  }

  /** What runs an annotated class of {@link #all}; any other class itself. */
  public static Object of(Class<?> command) {
    return Forms.ALL.stream()
        .filter(form -> form.options().getClass() == command)
        .findFirst()
        .<Object>map(SliceCommand::new)
        .orElse(command);
  }

  @Override
  public Integer call() throws IOException {
    return Answer.print(json.isGiven, run(cut.cutting()), SliceReport::text);
  }

  private static String share(Cutting how) {
    return how.bars() + "bars";
  }

  /** Slices of files that are still there, under the same names. */
  private Optional<EarlierRows> earlier(DerivedRun run, Cutting how) throws IOException {
    return where.isAll()
        ? run.earlier(
            List.of(form.files(), form.slices()),
            List.of(MIDI_SOURCES, MIDI_BYTES),
            EarlierRows.Part.ofShare(share(how)))
        : Optional.empty();
  }

  /** Replaces the slices of a number of bars. */
  private SliceReport run(Cutting how) throws IOException {
    if (!form.bars().contains(how.bars())) {
      throw new UserException(
          Mistake.BAD_OPTION, "--bars must be " + form.joinedBars() + ", not " + how.bars() + ".");
    }
    Lake lake = from.lake.open();
    waiting.await(lake, from.dataset);
    DerivedRun.Input input =
        looked ->
            MidiContents.bytes(
                looked, from.dataset, form.command(), "ingest it again without --no-bytes");
    // Slices of all lengths come from the same files: what reads them wants to know of these.
    RunOptions told =
        unchanged
            .addTo(new RunOptions(form.slices().spec().origin().commands().get(0)))
            .parts(List.of(how.bars() + " bars"))
            .other("--bars", how.bars());
    how.decisive().forEach(told::decisive);
    where.addTo(told);
    try (DerivedRun run = DerivedRun.begin(told, lake, from.lake.folder, from.dataset, input)) {
      run.start();
      Map<LakeTable, Dataset<Row>> live = LakeReader.tables(run.spark(), lake);
      Map<LakeTable, Dataset<Row>> tables = where.of(from.dataset).on(live, from.dataset);
      OtherSlices others = OtherSlices.of(run, form, told);
      others.lostBeside(live, tables, from.dataset, how.bars()).require(replace.isGiven);
      Dataset<Row> files =
          new SliceTables(form, how, run)
              .write(tables, run.share(share(how), others.stay()), earlier(run, how));
      run.ended("slice");
      SliceReport report = SliceReport.of(run, form, how, files, Suspects.of(tables, from.dataset));
      if (report.isWithoutTrack()) {
        throw new UserException(
            Mistake.NO_SUCH_TRACK,
            "No file of data set %s has a track %s: see 'partita inspect FILE'."
                .formatted(from.dataset, how.track().text()));
      }

      if (!others.stay()) {
        run.drop(LATENTS, FormerLatents.partitionOf(form.slices().tableName()));
      }
      return run.publish(List.of(form.files(), form.slices()), List.of(), report);
    }
  }
}
