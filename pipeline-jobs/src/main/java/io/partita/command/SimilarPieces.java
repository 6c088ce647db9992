package io.partita.command;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeVersion;
import io.partita.lake.MidiContents;
import io.partita.lake.duplicates.PieceMatches;
import io.partita.lake.duplicates.PieceQuery;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.Progress;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.option.JsonOption;
import io.partita.option.LakeOption;
import io.partita.option.ReplaceOption;
import io.partita.option.TopOption;
import io.partita.option.WhereOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Looks for the pieces of a lake that hold the same music as a file. Input: a MIDI file, and the
 * tables midi_bytes and midi_files; output: where they agree, to read and to see.
 */
@Command(
    name = "find pieces",
    description = "Find pieces of a lake that contain the same music as a MIDI file.")
public final class SimilarPieces implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A MIDI file, local, hdfs: or s3a:.")
  private String file;

  @Mixin private LakeOption in = new LakeOption();

  @Option(
      names = "--dataset",
      split = ",",
      paramLabel = "NAME",
      description = "Data sets to search, separated by commas (default: all with MIDI files).")
  private List<String> datasets = List.of();

  @Mixin private WhereOption where = new WhereOption();

  @Mixin private TopOption wanted = new TopOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for a picture of each match: both piano rolls and the common music.")
  private Path out;

  @Mixin private ReplaceOption replace;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    int top = wanted.number();
    PieceQuery query = PieceQuery.read(file);
    FileFilter files = where.ofOne(datasets);
    Lake lake = in.open();
    List<String> searched = searched(lake);
    PiecePictures pictures = out == null ? null : PiecePictures.in(out, replace, query, top);
    RunningCommand.begin(lake, "find pieces", String.join(", ", searched), null);
    try (SparkSession spark = Spark.session("similar-pieces")) {
      PieceReport report =
          LakeReader.query(
              spark,
              lake,
              all -> {
                Map<LakeTable, Dataset<Row>> tables = files.on(all, searched.get(0));
                PieceMatches found;
                try (Progress progress = new Progress(spark.sparkContext())) {
                  found = PieceMatches.of(spark, progress, tables, searched, query, top);
                }
                return new PieceReport(
                    PieceReport.Query.of(query),
                    searched,
                    found.files(),
                    found.best(),
                    pictures == null ? null : pictures.draw(spark, tables, found.best()));
              });
      return Answer.print(json.isGiven, report, PieceReport::text);
    }
  }

  /** Those that were named, or all with MIDI files whose bytes the lake has. */
  private List<String> searched(Lake lake) throws IOException {
    Map<String, Map<LakeTable, LakeVersion.Table>> all = lake.snapshot();
    for (String dataset : datasets) {
      lake.requireDataset(Lake.requireDatasetName(dataset));
      if (!all.get(dataset).containsKey(MIDI_FILES)) {
        throw new UserException(Mistake.NO_DATA, "Data set " + dataset + " has no MIDI files.");
      }
      MidiContents.bytes(lake, dataset, "find pieces", "ingest it again without --no-bytes");
    }
    List<String> searched =
        datasets.isEmpty()
            ? all.keySet().stream()
                .filter(dataset -> all.get(dataset).containsKey(MIDI_BYTES))
                .sorted()
                .toList()
            : datasets.stream().distinct().toList();
    if (searched.isEmpty()) {
      throw new UserException(Mistake.NO_DATA, "The lake has no MIDI files to look in.");
    }
    return searched;
  }
}
