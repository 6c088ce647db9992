package io.partita.slices;

import io.partita.drum.DrumMap;
import io.partita.lake.CommandName;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.MidiContents;
import io.partita.lake.RunReports;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.option.DatasetOptions;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The run of a command that slices. */
record SliceRun(
    Slicing slicing,
    DatasetOptions from,
    WhereOption where,
    ReplaceRowsOption replace,
    WaitOptions waiting) {

  /** Replaces the slices of a number of bars; their drums are General MIDI's, without padding. */
  SliceReport run(int bars) throws IOException {
    return run(new CutOptions(bars, DrumMap.GM));
  }

  /** Replaces the slices of a number of bars. */
  SliceReport run(CutOptions how) throws IOException {
    int bars = how.bars();
    slicing.check(bars);
    Lake lake = from.lake.open();
    waiting.await(lake, from.dataset);
    DerivedRun.Input input =
        looked ->
            MidiContents.bytes(
                looked,
                from.dataset,
                CommandName.of(slicing.command()),
                "ingest it again without --no-bytes");
    // Slices of all lengths come from the same files: what reads them wants to know of these.
    RunOptions told = new RunOptions(slicing.command()).other("--bars", bars);
    if (how.map() != DrumMap.GM) { // without it the run is that of versions that knew no other
      told.decisive(SliceDrums.MAP, how.map().label());
    }
    if (how.isPadded()) { // as above
      told.decisive(SliceDrums.PAD, true);
    }
    if (how.uniqueHits()) {
      told.decisive(SlicePerformances.UNIQUE_HITS, true);
    }
    where.addTo(told);
    RunReports.dealtBy(lake, from.dataset).ifPresent(split -> told.decisive("--dealt-by", split));
    try (DerivedRun run = DerivedRun.begin(told, lake, from.lake.folder, from.dataset, input)) {
      run.start();
      Map<LakeTable, Dataset<Row>> live = LakeReader.tables(run.spark(), lake);
      Map<LakeTable, Dataset<Row>> tables = where.of(from.dataset).on(live, from.dataset);
      OtherSlices others = OtherSlices.of(run, slicing, told);
      others.lostBeside(live, tables, from.dataset, bars).require(replace.isGiven);
      Dataset<Row> files =
          new SliceTables(slicing, how, from.dataset)
              .write(run.spark(), tables, run.share(bars + "bars", others.stay()), run.progress());
      run.ended("slice");

      return run.publish(
          List.of(slicing.files(), slicing.slices()),
          others.stay() ? List.of() : slicing.madeFrom(),
          SliceReport.of(run, how, files, Suspects.of(tables, from.dataset)));
    }
  }
}
