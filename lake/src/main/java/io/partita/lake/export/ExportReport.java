package io.partita.lake.export;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an {@code export} wrote, as {@code --json} prints it.
 *
 * @param tokens how these are; null of other tables
 * @param runId of the run that made the table
 * @param runs as {@link io.partita.lake.TableVersion} has them, of the version that was read
 * @param splits in the order of a training
 * @param withoutSplit files or tracks that no split has, left out
 * @param suspects files left out as they are marked suspect
 * @param files all, in the folder {@code out}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ExportReport(
    String dataset,
    String what,
    @JsonUnwrapped Tokens tokens,
    String format,
    String out,
    String version,
    String runId,
    Map<String, String> runs,
    Map<String, Split> splits,
    long withoutSplit,
    long suspects,
    List<String> files) {

  /**
   * How tokens are.
   *
   * @param scheme its label
   * @param bosEos whether documents are between BOS and EOS
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Tokens(String scheme, boolean bosEos) {}

  /**
   * What a split holds.
   *
   * @param documents files or tracks
   * @param items tokens, frames or notes
   * @param sizeBytes of its files
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Split(long documents, long rows, long items, List<String> files, long sizeBytes) {}

  /** A table of the splits. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "export %s of %s → %s%n%n", what, dataset, out));
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s %12s %16s %16s %8s%n",
            "split",
            "documents",
            "rows",
            "items",
            "files"));
    splits.forEach(
        (name, split) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-12s %,12d %,16d %,16d %,8d%n",
                    name,
                    split.documents(),
                    split.rows(),
                    split.items(),
                    split.files().size())));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%,d without a split and %,d suspects left out",
            withoutSplit,
            suspects));
    return text.toString();
  }
}
