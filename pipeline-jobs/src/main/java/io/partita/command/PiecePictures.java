package io.partita.command;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static org.apache.spark.sql.functions.col;

import io.partita.MalformedInputException;
import io.partita.lake.duplicates.PieceMatch;
import io.partita.lake.duplicates.PieceQuery;
import io.partita.lake.file.NewFile;
import io.partita.lake.file.NewFolder;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.midi.MidiReader;
import io.partita.option.ReplaceOption;
import io.partita.picture.JoinedRolls;
import io.partita.score.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A folder of pictures, each of a file and of a piece that holds the same music. */
final class PiecePictures {
  private final Path folder;
  private final PieceQuery query;

  private PiecePictures(Path folder, PieceQuery query) {
    this.folder = folder;
    this.query = query;
  }

  /**
   * The folder of {@code --out}, made if need be.
   *
   * @param most pictures there may be
   * @throws io.partita.UserException where it is a file, or a picture would replace the file
   */
  static PiecePictures in(Path out, ReplaceOption replace, PieceQuery query, int most)
      throws IOException {
    PiecePictures pictures = new PiecePictures(NewFolder.make("--out " + out, out), query);
    InputGuard inputs = InputGuard.of(query.path());
    for (int match = 0; match < most; match++) {
      inputs.keepFrom(pictures.file(match));
      replace.require(List.of(pictures.file(match)));
    }
    return pictures;
  }

  private Path file(int match) {
    return folder.resolve(String.format(Locale.ROOT, "%s-%02d.png", query.baseName(), match + 1));
  }

  /**
   * Draws all matches; a worker or the driver holds one piece at a time.
   *
   * @return the files, in the order of the matches
   */
  List<String> draw(
      SparkSession spark, Map<LakeTable, Dataset<Row>> tables, List<PieceMatch> matches)
      throws IOException {
    if (matches.isEmpty()) {
      return List.of();
    }
    Dataset<Row> pieces =
        tables
            .get(MIDI_BYTES)
            .where(matches.stream().map(PiecePictures::isPiece).reduce(Column::or).orElseThrow())
            .select(DATASET, "midi_md5", "bytes");
    Iterator<Row> rows = Spark.rowByRow(spark, pieces::toLocalIterator);
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int match = 0; match < matches.size(); match++) {
        PieceMatch its = matches.get(match);
        if (its.piece().dataset().equals(row.getAs(DATASET))
            && its.piece().midiMd5().equals(row.getAs("midi_md5"))) {
          NewFile.write(file(match), png(its, row.getAs("bytes")));
        }
      }
    }
    List<String> files = new ArrayList<>();
    for (int match = 0; match < matches.size(); match++) {
      files.add(file(match).toString());
    }
    return files;
  }

  private static Column isPiece(PieceMatch match) {
    return col(DATASET)
        .equalTo(match.piece().dataset())
        .and(col("midi_md5").equalTo(match.piece().midiMd5()));
  }

  private byte[] png(PieceMatch match, byte[] bytes) {
    Score piece;
    try {
      piece = MidiReader.read(bytes);
    } catch (MalformedInputException e) {
      throw new IllegalStateException("What was just compared cannot be read", e);
    }
    return JoinedRolls.png(
        match.words(),
        side(query.name(), query.score(), match.inFile()),
        side(match.piece().name(), piece, match.inMatch()));
  }

  /** Equal files are joined from beginning to end. */
  private static JoinedRolls.Side side(String name, Score score, PieceMatch.Stretch part) {
    return JoinedRolls.Side.of(
        name,
        score,
        part.fromS() == null ? 0 : part.fromS(),
        part.toS() == null ? Double.MAX_VALUE : part.toS());
  }
}
