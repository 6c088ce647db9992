package io.partita.tokenize;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.TOKENS;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunHeader;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run of {@link Tokenize} did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param datasetRun the run that made the data set
 * @param schemes that were written, by label
 * @param counts {@code tokens_SCHEME} for each scheme of the table, those that stayed among them
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record TokenizeReport(
    @JsonUnwrapped RunHeader run,
    String datasetRun,
    Map<String, SchemeCounts> schemes,
    SortedMap<String, Long> counts) {
  private static final String COUNT = "tokens_";

  /**
   * One scheme's part of the table.
   *
   * @param files with tokens
   * @param absences the other files, by the reason
   */
  record SchemeCounts(long files, long tokens, SortedMap<String, Long> absences) {
    static final SchemeCounts NONE = new SchemeCounts(0, 0, Collections.emptySortedMap());

    SchemeCounts plus(SchemeCounts other) {
      SortedMap<String, Long> all = new TreeMap<>(absences);
      other.absences.forEach((reason, files) -> all.merge(reason, files, Long::sum));
      return new SchemeCounts(files + other.files, tokens + other.tokens, all);
    }
  }

  /**
   * The report of a run that is about to be published.
   *
   * @param known what stays, by scheme
   * @param tokenized rows of {@link TokenizedContents}
   */
  static TokenizeReport of(DerivedRun run, KnownTokens known, Dataset<Row> tokenized)
      throws IOException {
    Map<String, SchemeCounts> found = new LinkedHashMap<>(known.counts());
    for (Row group :
        tokenized
            .groupBy(TokenizedContents.SCHEME, TokenizedContents.STATUS)
            .agg(count(lit(1)).as("files"), sum("n_tokens").as("tokens"))
            .collectAsList()) {
      String status = group.getAs(TokenizedContents.STATUS);
      long files = group.getAs("files");
      SchemeCounts counts =
          status.equals("ok")
              ? new SchemeCounts(files, group.getAs("tokens"), Collections.emptySortedMap())
              : new SchemeCounts(0, 0, new TreeMap<>(Map.of(status, files)));
      found.merge(group.getAs(TokenizedContents.SCHEME), counts, SchemeCounts::plus);
    }
    return new TokenizeReport(
        run.header(), run.input().get(MIDI_BYTES).runId(), found, counts(run, found));
  }

  private static SortedMap<String, Long> counts(DerivedRun run, Map<String, SchemeCounts> found)
      throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    JsonNode before = run.lake().runReport(run.dataset(), TOKENS);
    if (before != null) {
      before
          .path("counts")
          .fields()
          .forEachRemaining(
              count -> {
                if (count.getKey().startsWith(COUNT)) {
                  counts.put(count.getKey(), count.getValue().asLong());
                }
              });
    }
    found.forEach((label, scheme) -> counts.put(COUNT + label, scheme.tokens()));
    return counts;
  }

  /** A table of the schemes, and why files have no tokens. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "tokenize → %s, data set %s%n%n", run.lake(), run.dataset()));
    text.append(
        String.format(
            Locale.ROOT, "%-14s %12s %16s %16s%n", "scheme", "files", "tokens", "without tokens"));
    schemes.forEach(
        (label, scheme) -> {
          long without = scheme.absences().values().stream().mapToLong(Long::longValue).sum();
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-14s %,12d %,16d %,16d%n",
                  label,
                  scheme.files(),
                  scheme.tokens(),
                  without));
          scheme
              .absences()
              .forEach(
                  (reason, files) ->
                      text.append(String.format(Locale.ROOT, "  %-41s %,16d%n", reason, files)));
        });
    text.append(String.format(Locale.ROOT, "%n%.1f seconds, run %s", run.seconds(), run.runId()));
    return text.toString();
  }
}
