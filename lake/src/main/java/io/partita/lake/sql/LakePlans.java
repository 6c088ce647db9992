package io.partita.lake.sql;

import io.partita.lake.LakeSnapshot;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UpdateTable;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Option;
import scala.collection.JavaConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts a lake's files in the place of its tables' names, in a whole query at once: all tables of
 * the query, those of its subqueries and views too, are of one moment, and the next query looks
 * again. Spark applies the rule to an analysed plan before it looks for cached tables and
 * optimises, so what it reads in the end are plain Parquet files, with all that Spark does for
 * them.
 */
final class LakePlans extends Rule<LogicalPlan> {
  private final SparkSession spark;

  LakePlans(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    Map<LakeCatalog, Set<LakeTable>> named = named(plan);
    if (named.isEmpty()) {
      return plan;
    }
    requireRead(plan);
    Map<LakeCatalog, LakeSnapshot> snapshots = new HashMap<>();
    named.forEach((catalog, tables) -> snapshots.put(catalog, snapshot(catalog, tables)));
    return plan.transformUpWithSubqueries(
        new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
          @Override
          public boolean isDefinedAt(LogicalPlan node) {
            return tableOf(node) != null;
          }

          @Override
          public LogicalPlan apply(LogicalPlan node) {
            LakeSqlTable named = tableOf(node);
            return inPlaceOf(node, snapshots.get(named.catalog()).rows(named.table()));
          }
        });
  }

  /** Other writes fail by what the tables say they can; Spark asks them nothing about these. */
  private static void requireRead(LogicalPlan plan) {
    boolean changesRows =
        plan instanceof DeleteFromTable
            || plan instanceof UpdateTable
            || plan instanceof MergeIntoTable;
    if (changesRows && !named(plan.children().head()).isEmpty()) {
      throw LakeCatalog.readOnly();
    }
  }

  private static Map<LakeCatalog, Set<LakeTable>> named(LogicalPlan plan) {
    Map<LakeCatalog, Set<LakeTable>> named = new HashMap<>();
    plan.collectWithSubqueries(
        new AbstractPartialFunction<LogicalPlan, Boolean>() {
          @Override
          public boolean isDefinedAt(LogicalPlan node) {
            return tableOf(node) != null;
          }

          @Override
          public Boolean apply(LogicalPlan node) {
            LakeSqlTable table = tableOf(node);
            return named
                .computeIfAbsent(table.catalog(), catalog -> EnumSet.noneOf(LakeTable.class))
                .add(table.table());
          }
        });
    return named;
  }

  private static LakeSqlTable tableOf(LogicalPlan node) {
    return node instanceof DataSourceV2Relation relation
            && relation.table() instanceof LakeSqlTable table
        ? table
        : null;
  }

  private LakeSnapshot snapshot(LakeCatalog catalog, Set<LakeTable> tables) {
    try {
      return LakeSnapshot.of(spark, catalog.lake(), tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows under the identities by which the rest of the plan knows the node's columns. */
  private static LogicalPlan inPlaceOf(LogicalPlan node, Dataset<Row> rows) {
    LogicalPlan plan = rows.queryExecution().analyzed();
    List<Attribute> columns = JavaConverters.seqAsJavaList(plan.output());
    List<Attribute> wanted = JavaConverters.seqAsJavaList(node.output());
    List<NamedExpression> renamed = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Attribute as = wanted.get(i);
      renamed.add(
          new Alias(
              columns.get(i),
              as.name(),
              as.exprId(),
              as.qualifier(),
              Option.apply(as.metadata()),
              JavaConverters.asScalaBuffer(List.<String>of())));
    }
    return new Project(JavaConverters.asScalaBuffer(renamed), plan);
  }
}
