package io.partita.lake.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a table's rows come from: from archives, by an ingest, or from other tables.
 *
 * @param commands that make it; empty where every ingest does
 * @param isMain of an ingest: whether it has a row for each thing that was ingested
 * @param hasNotes of what such an ingest is about: whether the quarantine may have rows of it that
 *     are no rejected members
 * @param isSometimes of an ingest: whether only some options or inputs make it
 * @param isTold of what is made sometimes: whether an ingest's report tells that it was
 * @param isDerived whether it is made from other tables
 * @param from those by their names, any of which is enough; empty where it is made of all there are
 * @param isPublished whether it is part of a data set's published version, and gone with it; what
 *     trainings write is not
 */
public record Origin(
    List<String> commands,
    boolean isMain,
    boolean hasNotes,
    boolean isSometimes,
    Predicate<JsonNode> isTold,
    boolean isDerived,
    List<String> from,
    boolean isPublished) {

  /** Made by these ingests whatever their options are. */
  static Origin ingestedBy(String... commands) {
    return new Origin(
        List.of(commands), false, false, false, report -> true, false, List.of(), true);
  }

  /** Made by every ingest whatever its options are. */
  static Origin ingestedByAll() {
    return ingestedBy();
  }

  /** Made by these commands from a published data set, whatever tables it has. */
  static Origin derivedBy(String... commands) {
    return new Origin(
        List.of(commands), false, false, true, report -> false, true, List.of(), true);
  }

  /** The same as what such an ingest is about. */
  Origin asMain() {
    return new Origin(commands, true, hasNotes, isSometimes, isTold, isDerived, from, isPublished);
  }

  /** The same where the quarantine has notes besides rejected members. */
  Origin withNotes() {
    return new Origin(commands, isMain, true, isSometimes, isTold, isDerived, from, isPublished);
  }

  /** The same, but made by some options or inputs only. */
  Origin sometimes(Predicate<JsonNode> told) {
    return new Origin(commands, isMain, hasNotes, true, told, isDerived, from, isPublished);
  }

  /** The same, but made from these tables only. */
  Origin from(String... tables) {
    return new Origin(
        commands, isMain, hasNotes, isSometimes, isTold, isDerived, List.of(tables), isPublished);
  }

  /** The same, but written beside the published version, which may change below it. */
  Origin besideVersions() {
    return new Origin(commands, isMain, hasNotes, isSometimes, isTold, isDerived, from, false);
  }

  /** Whether a command may make it. */
  public boolean isMadeBy(String command) {
    return commands.contains(command) || (commands.isEmpty() && command.startsWith("ingest-"));
  }

  /** Whether an ingest makes it whatever its options are. */
  public boolean isAlwaysMadeBy(String ingest) {
    return !isSometimes && (commands.isEmpty() || commands.contains(ingest));
  }

  /** Whether some options or inputs of an ingest make it. */
  public boolean isSometimesMadeBy(String ingest) {
    return isSometimes && !isDerived && commands.contains(ingest);
  }
}
