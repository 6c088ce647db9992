package io.partita.tokenize;

import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.EarlierRows;
import io.partita.lake.EarlierRows.Changes;
import io.partita.lake.file.Json;
import io.partita.lake.run.DerivedRun;
import io.partita.token.TokenScheme;
import io.partita.tokenize.TokenizeReport.SchemeCounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tokens that an earlier run of the same recipe made of contents that are still there.
 *
 * @param earlier their rows; empty where there are none
 * @param counts of them, by the scheme's label
 */
record KnownTokens(
    Optional<EarlierRows> earlier, Changes changes, Map<String, SchemeCounts> counts) {
  /** Nothing is known. */
  static KnownTokens none(List<TokenScheme> schemes) {
    Map<String, SchemeCounts> counts = new LinkedHashMap<>();
    schemes.forEach(scheme -> counts.put(scheme.label(), SchemeCounts.NONE));
    return new KnownTokens(Optional.empty(), new Changes(Set.of(), Set.of()), counts);
  }

  /** Looks for them. */
  static KnownTokens of(DerivedRun run, List<TokenScheme> schemes) throws IOException {
    Set<String> partitions =
        schemes.stream().map(scheme -> partition(scheme.label())).collect(Collectors.toSet());
    Optional<EarlierRows> earlier =
        run.earlier(List.of(TOKENS), List.of(MIDI_BYTES), EarlierRows.Part.of(partitions));
    if (earlier.isEmpty()) {
      return none(schemes);
    }
    Changes changes = earlier.get().changes(MIDI_BYTES);
    Map<String, SchemeCounts> counts = new LinkedHashMap<>();
    for (TokenScheme scheme : schemes) {
      Optional<SchemeCounts> left = left(earlier.get(), scheme.label(), changes.gone());
      if (left.isEmpty()) {
        return none(schemes);
      }
      counts.put(scheme.label(), left.get());
    }
    return new KnownTokens(earlier, changes, counts);
  }

  private static String partition(String scheme) {
    return "scheme=" + scheme;
  }

  /** Empty where one that is gone had no tokens: of those the report has no names. */
  private static Optional<SchemeCounts> left(EarlierRows earlier, String scheme, Set<String> gone)
      throws IOException {
    JsonNode then = earlier.report().path("schemes").path(scheme);
    List<Integer> lost = earlier.values(TOKENS, partition(scheme), "n_tokens", gone);
    if (!then.isObject() || lost.size() < gone.size()) {
      return Optional.empty();
    }
    SchemeCounts counts = Json.MAPPER.treeToValue(then, SchemeCounts.class);
    return Optional.of(
        new SchemeCounts(
            counts.files() - lost.size(),
            counts.tokens() - lost.stream().mapToLong(Integer::longValue).sum(),
            new TreeMap<>(counts.absences())));
  }

  /** The rows of the others. */
  Dataset<Row> others(Dataset<Row> contents) {
    return earlier.isPresent() ? changes.added(contents) : contents;
  }

  /** Makes them a part of the next version. */
  void keep(DerivedRun run) throws IOException {
    if (earlier.isPresent()) {
      run.keep(earlier.get(), TOKENS, changes.gone());
    }
  }
}
