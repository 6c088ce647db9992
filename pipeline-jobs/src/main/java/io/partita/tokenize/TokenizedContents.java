package io.partita.tokenize;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.TOKENS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.ingest.midi.TokenRows;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.Spark;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.token.TokenScheme;
import io.partita.token.Tokenization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Contents of midi_bytes, each to a row of tokens for each scheme, or to one that says why there
 * are none. Which rows are in which partition depends on the data set alone.
 */
final class TokenizedContents {
  static final String STATUS = "status";
  static final String SCHEME = "scheme";

  private static final StructType SCHEMA =
      TOKENS.schema().add(SCHEME, StringType, false).add(STATUS, StringType, false);

  private static final String OK = "ok";

  /** Some hundred megabytes of tokens where files are those of the Lakh archive. */
  private static final long CONTENTS_IN_A_FILE = 1 << 14;

  private TokenizedContents() {}

  /** Rows of the table with the scheme and how it went, of contents that are not known. */
  static Dataset<Row> of(
      DerivedRun run,
      KnownTokens known,
      Map<LakeTable, Dataset<Row>> tables,
      List<TokenScheme> schemes) {
    Dataset<Row> contents =
        known.others(
            tables
                .get(MIDI_BYTES)
                .where(col(DATASET).equalTo(run.dataset()))
                .select("midi_md5", "bytes"));
    long total = contents.count();
    int files = (int) (total / CONTENTS_IN_A_FILE) + 1;
    LongAccumulator done = run.spark().sparkContext().longAccumulator("contents tokenized");
    run.progress().next("Tokenizing", () -> total, "contents", 1, done.name().get());
    return run.spark()
        .createDataFrame(
            Spark.rowByRow(run.spark(), contents::toJavaRDD)
                .flatMap(
                    content -> {
                      done.add(1);
                      String md5 = content.getAs("midi_md5");
                      return AtInput.call(
                              "content " + md5, () -> rows(md5, content.getAs("bytes"), schemes))
                          .iterator();
                    }),
            SCHEMA)
        .repartition(files, col("midi_md5"));
  }

  /** Of those the ones that a scheme's part of the table gets. */
  static Dataset<Row> rowsOf(TokenScheme scheme, Dataset<Row> tokenized) {
    return tokenized.where(col(SCHEME).equalTo(scheme.label())).where(col(STATUS).equalTo(OK));
  }

  private static List<Row> rows(String md5, byte[] bytes, List<TokenScheme> schemes) {
    List<Row> rows = new ArrayList<>();
    MidiEvents events;
    try {
      events = MidiReader.events(bytes);
    } catch (MalformedInputException e) {
      events = null; // the table holds none, but for a lake that another version of Partita made
    }
    for (TokenScheme scheme : schemes) {
      Tokenization tokens = events == null ? null : scheme.encode(events);
      rows.add(
          TokenRows.row(SCHEMA, md5, scheme, tokens == null ? Tokenization.NONE : tokens)
              .set(SCHEME, scheme.label())
              .set(
                  STATUS,
                  tokens == null ? ContentStatus.REJECTED.label() : TokenRows.status(tokens))
              .row());
    }
    return rows;
  }
}
