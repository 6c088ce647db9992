package io.partita.duckdb;

import io.partita.score.GeneralMidi;
import io.partita.score.PitchName;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Macros of DuckDB with the names and answers of Partita's functions in Spark, and of those of
 * Spark's own that analyses of a lake use and DuckDB calls otherwise.
 */
final class SqlMacros {
  private static final int PITCHES = 128;

  private SqlMacros() {}

  /** Statements that create them. */
  static List<String> macros() {
    return List.of(
        macro("note_name(pitch)", named("pitch", PITCHES, PitchName::of)),
        macro("pitch_class(pitch)", named("pitch", PITCHES, PitchName::ofClass)),
        macro(
            "key_name(key, mode)",
            "CASE WHEN mode IN (0, 1) THEN "
                + named("key", 12, PitchName::ofClass)
                + " || CASE mode WHEN 0 THEN ' minor' ELSE ' major' END END"),
        macro(
            "program_name(program)",
            named(
                "program",
                PITCHES + 1,
                program ->
                    program == PITCHES ? Optional.of("Drums") : GeneralMidi.program(program))),
        macro("drum_name(pitch)", named("pitch", PITCHES, GeneralMidi::drum)),
        "CREATE TEMP MACRO transpose(pitch BIGINT, semitones BIGINT) AS "
            + moved("pitch")
            + ", (pitch BIGINT[], semitones BIGINT) AS list_transform(pitch, lambda one: "
            + moved("one")
            + ")",
        macro(
            "mel_array(mel, dtype)",
            "error('mel_array is a function of --engine spark; DuckDB has none for it')"),
        macro("explode(list)", "unnest(list)"),
        macro("element_at(list, place)", "list_extract(list, place)"),
        macro("size(list)", "len(list)"),
        macro("sort_array(list)", "list_sort(list)"),
        macro("array_join(list, separator)", "list_aggregate(list, 'string_agg', separator)"),
        macro("collect_list(value)", "list(value) FILTER (value IS NOT NULL)"),
        macro("collect_set(value)", "list(DISTINCT value) FILTER (value IS NOT NULL)"),
        // DuckDB's are doubles, which print as 2.0.
        macro("floor(number)", "CAST(system.main.floor(number) AS BIGINT)"),
        macro("ceil(number)", "CAST(system.main.ceil(number) AS BIGINT)"));
  }

  private static String macro(String head, String body) {
    return "CREATE TEMP MACRO " + head + " AS " + body;
  }

  /** The name of a number from 0; null where it has none. */
  private static String named(String number, int names, IntFunction<Optional<String>> name) {
    String list =
        IntStream.range(0, names)
            .mapToObj(one -> name.apply(one).map(LakeViews::literal).orElse("NULL"))
            .collect(Collectors.joining(", ", "[", "]"));
    return "CASE WHEN %1$s >= 0 THEN list_extract(%2$s, %1$s + 1) END".formatted(number, list);
  }

  private static String moved(String pitch) {
    return "CASE WHEN %1$s + semitones BETWEEN 0 AND 127 THEN CAST(%1$s + semitones AS INTEGER) END"
        .formatted(pitch);
  }
}
