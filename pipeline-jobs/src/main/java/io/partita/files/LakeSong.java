package io.partita.files;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_MIDI;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.min;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.SoundFormat;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.midi.MidiName;
import io.partita.option.LakeOption;
import io.partita.output.WrittenFiles;
import io.partita.terminal.VisibleText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A MIDI file of a lake, as a file again or as sound. Input: the tables midi_sources and
 * midi_bytes, and tracks where there are titles; output: the bytes as they were ingested, or their
 * rendering.
 */
@Command(
    name = "convert",
    description = "Write a MIDI file of a lake, found by title, artist or path, as MIDI or audio.")
public final class LakeSong implements Callable<Integer> {
  /** Of an input that is in a lake. */
  public static final String PREFIX = "lake:";

  private static final int SHOWN = 8;

  @Parameters(
      index = "0",
      paramLabel = "lake:WORDS",
      description = "Words of artist, title or path; a 32-digit MD5 also works.")
  private String in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "File to write: .mid, or sound " + SoundFormat.ENDINGS + ".")
  private Path out;

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set to look in (default: all of the lake).")
  private String dataset;

  @Mixin private Rendering rendering;

  @Mixin private WrittenFiles written;

  /** A MIDI content with what it is called. */
  private record Name(String dataset, String md5, String words) {}

  @Override
  public Integer call() throws Exception {
    boolean isMidi = MidiName.is(out.toString());
    if (!isMidi) {
      rendering.check(out);
      rendering.checkFormat(out);
    }
    InputGuard.of().lake(at.folder).local(rendering.playing.soundFont).keepFrom(out);
    Lake lake = at.open();
    Map.Entry<Name, byte[]> song;
    try (SparkSession spark = Spark.session("convert")) {
      song = LakeReader.query(spark, lake, this::song);
    }
    Name name = song.getKey();
    System.err.println(VisibleText.line(name.words()) + " (" + name.md5() + ")");
    if (isMidi) {
      NewFile.write(out, song.getValue());
    } else {
      rendering.write(name.words(), song.getValue(), out);
    }
    written.add(out);
    written.end();
    return ExitCode.OK;
  }

  private Map.Entry<Name, byte[]> song(Map<LakeTable, Dataset<Row>> tables) {
    Name name = find(tables);
    return Map.entry(name, bytes(tables, name));
  }

  /** The only content that the words are of. */
  private Name find(Map<LakeTable, Dataset<Row>> tables) {
    String words = in.substring(PREFIX.length()).strip();
    if (words.isEmpty()) {
      throw new UserException(Mistake.BAD_OPTION, "Give words of a title after lake:.");
    }
    Dataset<Row> found = named(tables).where(matches(words));
    if (dataset != null) {
      found = found.where(col(DATASET).equalTo(dataset));
    }
    List<Name> songs =
        found
            .groupBy(DATASET, "name")
            .agg(min("midi_md5").as("midi_md5"))
            .sort("name", DATASET)
            .limit(SHOWN + 1)
            .collectAsList()
            .stream()
            .map(row -> new Name(row.getAs(DATASET), row.getAs("midi_md5"), row.getAs("name")))
            .toList();
    if (songs.isEmpty()) {
      throw new UserException(
          Mistake.NO_SUCH_TRACK,
          "Lake %s has no MIDI file whose artist, title or path contains: %s."
              .formatted(at.folder, words));
    }
    if (songs.stream().map(Name::md5).distinct().count() > 1) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "%s is not one piece: %s%s. Give more words, or --dataset."
              .formatted(
                  in,
                  songs.stream()
                      .limit(SHOWN)
                      .map(song -> VisibleText.line(song.words()))
                      .collect(Collectors.joining("; ")),
                  songs.size() > SHOWN ? "; …" : ""));
    }
    return songs.get(0);
  }

  private static Column matches(String words) {
    Column all = col("midi_md5").equalTo(words.toLowerCase(Locale.ROOT));
    Column each = null;
    for (String word : StringUtils.split(words.toLowerCase(Locale.ROOT))) {
      Column has = lower(col("name")).contains(word);
      each = each == null ? has : each.and(has);
    }
    return all.or(each);
  }

  /** Rows of dataset, midi_md5 and name: "artist - title", or the path where there is no title. */
  private static Dataset<Row> named(Map<LakeTable, Dataset<Row>> tables) {
    Dataset<Row> sources =
        tables
            .get(MIDI_SOURCES)
            .where(col("midi_md5").isNotNull())
            .select(col(DATASET), col("midi_md5"), col("path").as("name"));
    Dataset<Row> titled =
        tables
            .get(TRACK_MIDI)
            .where(col("rank_in_track").equalTo(1))
            .select(DATASET, "midi_md5", "track_id")
            .join(
                tables
                    .get(TRACKS)
                    .where(col("title").isNotNull())
                    .select(DATASET, "track_id", "artist_name", "title"),
                new String[] {DATASET, "track_id"})
            .select(
                col(DATASET),
                col("midi_md5"),
                concat_ws(" - ", col("artist_name"), col("title")).as("name"));
    return titled.union(
        sources.join(
            titled.select(DATASET, "midi_md5"), new String[] {DATASET, "midi_md5"}, "left_anti"));
  }

  private static byte[] bytes(Map<LakeTable, Dataset<Row>> tables, Name name) {
    List<Row> rows =
        tables
            .get(MIDI_BYTES)
            .where(col(DATASET).equalTo(name.dataset()))
            .where(col("midi_md5").equalTo(name.md5()))
            .select("bytes")
            .collectAsList();
    if (rows.isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          "Data set %s keeps no bytes of %s: ingest without --no-bytes."
              .formatted(name.dataset(), name.words()));
    }
    return rows.get(0).getAs("bytes");
  }
}
