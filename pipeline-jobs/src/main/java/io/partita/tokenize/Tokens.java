package io.partita.tokenize;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.option.JsonOption;
import io.partita.option.TokenSchemeName;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells which token schemes there are, or what the ids of one are called. */
@Command(
    name = "tokenize schemes",
    description = "List token schemes, or the vocabulary of a scheme.")
public final class Tokens implements Callable<Integer> {
  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      converter = TokenSchemeName.class,
      completionCandidates = TokenSchemeName.Labels.class,
      description = "Scheme to list: ${COMPLETION-CANDIDATES} (default: all).")
  private TokenScheme scheme;

  @Option(
      names = "--vocabulary",
      description = "List the names of the scheme's ids, one per line, from id 0.")
  private boolean vocabulary;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    if (vocabulary) {
      printVocabulary();
      return ExitCode.OK;
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TokenScheme one : scheme == null ? TokenSchemes.all() : List.of(scheme)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("label", one.label());
      row.put("version", one.version());
      row.put("meaning", one.meaning());
      row.put(
          "vocabulary_size",
          one.vocabularySize().isPresent() ? one.vocabularySize().getAsInt() : null);
      rows.add(row);
    }
    if (json.isGiven) {
      System.out.println(Json.MAPPER.writeValueAsString(Map.of("schemes", rows)));
    } else {
      rows.forEach(
          row ->
              System.out.printf(Locale.ROOT, "%-14s %s%n", row.get("label"), row.get("meaning")));
    }
    return ExitCode.OK;
  }

  private void printVocabulary() throws IOException {
    if (scheme == null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "--vocabulary needs --scheme: give the scheme of which.");
    }
    List<String> names = scheme.vocabulary();
    if (names.isEmpty()) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "Scheme %s has no vocabulary: its tokens are %s."
              .formatted(scheme.label(), scheme.meaning()));
    }
    if (json.isGiven) {
      Map<String, Integer> ids = new LinkedHashMap<>();
      IntStream.range(0, names.size()).forEach(id -> ids.put(names.get(id), id));
      System.out.println(Json.MAPPER.writeValueAsString(ids));
    } else {
      names.forEach(System.out::println);
    }
  }
}
