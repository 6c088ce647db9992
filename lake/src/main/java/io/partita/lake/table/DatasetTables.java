package io.partita.lake.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which tables a data set has, by the ingest that made it.
 *
 * @param main table, with a row for each thing that was ingested
 * @param always made whatever the options are
 * @param sometimes made by some options or inputs, or by later commands
 */
public record DatasetTables(LakeTable main, List<LakeTable> always, List<LakeTable> sometimes) {

  /** The tables of an ingest; empty of a command that this version does not know as one. */
  public static Optional<DatasetTables> madeBy(String command) {
    List<LakeTable> always = tables(origin -> origin.isAlwaysMadeBy(command));
    List<LakeTable> ingested = new ArrayList<>(always);
    List<LakeTable> sometimes = tables(origin -> origin.isSometimesMadeBy(command));
    ingested.addAll(sometimes);
    sometimes.addAll(derivedFrom(ingested));
    return always.stream()
        .filter(table -> table.spec().origin().isMain())
        .findFirst()
        .map(main -> new DatasetTables(main, always, sometimes));
  }

  /** Whether the quarantine of an ingest may have rows that are no rejected members. */
  static boolean hasNotes(String command) {
    return madeBy(command).map(tables -> tables.main().spec().origin().hasNotes()).orElse(false);
  }

  /** The main tables of all ingests. */
  public static List<LakeTable> mains() {
    return tables(Origin::isMain);
  }

  /**
   * The tables that the ingest made.
   *
   * @param report of the ingest, which tells of those that it made sometimes; maybe a missing node
   */
  public List<LakeTable> expected(JsonNode report) {
    List<LakeTable> expected = new ArrayList<>(always);
    sometimes.stream()
        .filter(table -> table.spec().origin().isTold().test(report))
        .forEach(expected::add);
    return expected;
  }

  /** Whether such a data set can have the table. */
  public boolean mayHave(LakeTable table) {
    return always.contains(table) || sometimes.contains(table);
  }

  /** Those that can be made from some tables, or from what can be made from them. */
  private static List<LakeTable> derivedFrom(List<LakeTable> tables) {
    List<String> there = new ArrayList<>(tables.stream().map(LakeTable::tableName).toList());
    List<LakeTable> derived = new ArrayList<>();
    for (LakeTable table : tables(Origin::isDerived)) {
      List<String> from = table.spec().origin().from();
      if (from.isEmpty() || from.stream().anyMatch(there::contains)) {
        derived.add(table);
        there.add(table.tableName());
      }
    }
    return derived;
  }

  private static List<LakeTable> tables(Predicate<Origin> isWanted) {
    return new ArrayList<>(
        Arrays.stream(LakeTable.values())
            .filter(table -> isWanted.test(table.spec().origin()))
            .toList());
  }
}
