package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.similarity.ComparedFile;
import io.partita.similarity.Namespace;
import io.partita.similarity.PairMatch;
import io.partita.similarity.PairMatcher;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Row;

/**
 * A piece of a lake that holds the same music as a file.
 *
 * @param tier as in dup_pairs, with the file as a
 * @param shared distinct shingles that both have
 * @param chain steps of the longest chain that go on at its tempo
 * @param inFile where the music that both have is in the file
 * @param inMatch where it is in the piece
 * @param tempoRatio how many times as fast as in the file it is in the piece
 * @param transpose semitones from the file up to the piece; null of drums
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PieceMatch(
    @JsonUnwrapped Piece piece,
    String tier,
    String relation,
    String namespace,
    int shared,
    int chain,
    @JsonUnwrapped Coverage coverage,
    @JsonUnwrapped Stretch inFile,
    @JsonUnwrapped(prefix = "match_") Stretch inMatch,
    Double tempoRatio,
    Integer transpose) {
  /** What the columns of {@link #cells} are. */
  public static final List<String> HEAD =
      List.of(
          "", "tier", "relation", "of file", "of it", "in file", "in it", "key", "tempo", "path");

  private static final String UNKNOWN = "–";

  /**
   * The piece.
   *
   * @param path of one of the files of this content
   * @param isItself whether it is the file, byte by byte
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Piece(String dataset, String midiMd5, String path, boolean isItself) {
    /** Which it is, for people. */
    public String name() {
      return dataset + " " + path;
    }
  }

  /**
   * What the chain covers.
   *
   * @param covFile share of the file's weight, 0 to 1
   * @param covMatch the same share of the piece
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Coverage(double covMin, double covFile, double covMatch) {}

  /**
   * A part of a file.
   *
   * @param fromS where it begins, seconds; null where the files are equal from beginning to end
   * @param toS where its last note begins; null as well
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Stretch(Double fromS, Double toS) {
    private static final Stretch ALL = new Stretch(null, null);

    private String cell() {
      return fromS == null ? "all" : time(fromS) + "–" + time(toS);
    }
  }

  /**
   * A match.
   *
   * @param row of {@link PieceMatches#SCHEMA} with a column path
   * @param matcher of the query
   */
  static PieceMatch of(Row row, PairMatcher matcher, PieceQuery query) {
    PairMatch found = matcher.match(ComparedFile.of(row.<byte[]>getAs(PieceMatches.LINES)));
    boolean isEqual = row.getAs(PieceMatches.EQUAL);
    PairMatch match = isEqual ? found.asExact() : found;
    PairMatch.Stretch where = match.where();
    PairMatch.Stretch part = isEqual ? null : where;
    String md5 = row.getAs("midi_md5");
    return new PieceMatch(
        new Piece(row.getAs(DATASET), md5, row.getAs("path"), md5.equals(query.md5())),
        match.tier().label(),
        match.relation().label(),
        match.namespace().name(),
        match.shared(),
        match.chain(),
        new Coverage(match.covMin(), match.covA(), match.covB()),
        part == null ? Stretch.ALL : new Stretch(part.aFromS(), part.aToS()),
        part == null ? Stretch.ALL : new Stretch(part.bFromS(), part.bToS()),
        where == null ? null : 1 / where.slope(),
        transpose(row, match, isEqual, query));
  }

  /** Of equal files all notes tell, of others those of the chain. */
  private static Integer transpose(Row row, PairMatch match, boolean isEqual, PieceQuery query) {
    if (query.isDrums() || match.namespace() == Namespace.DST) {
      return null;
    }
    return isEqual
        ? row.<Integer>getAs(PieceMatches.LOWEST) - query.features().lowest()
        : match.where().transpose();
  }

  /** A line for people: see {@link #HEAD}. */
  public List<String> cells(int number) {
    return List.of(
        String.valueOf(number),
        piece.isItself() ? "the file itself" : tier,
        relation,
        percent(coverage.covFile()),
        percent(coverage.covMatch()),
        inFile.cell(),
        inMatch.cell(),
        transpose == null ? UNKNOWN : String.format(Locale.ROOT, "%+d", transpose),
        tempo(),
        piece.name());
  }

  /** What it is of the file, in words. */
  public String words() {
    if (piece.isItself()) {
      return "The file itself";
    }
    StringJoiner words = new StringJoiner(", ").add(StringUtils.capitalize(tier)).add(relation);
    if (transpose != null && transpose != 0) {
      words.add(String.format(Locale.ROOT, "%+d semitones", transpose));
    }
    return (tempoRatio == null ? words : words.add(tempo())).toString();
  }

  private String tempo() {
    return tempoRatio == null ? UNKNOWN : String.format(Locale.ROOT, "×%.2f", tempoRatio);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String time(double seconds) {
    long tenths = Math.round(10 * seconds);
    return String.format(Locale.ROOT, "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
  }
}
