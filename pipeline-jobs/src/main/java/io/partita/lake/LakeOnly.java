package io.partita.lake;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.command.SetCatalogCommand;
import org.apache.spark.sql.execution.command.SetNamespaceCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import scala.collection.JavaConverters;

/**
 * What a session that serves others does not read for them: files of the machine by their paths,
 * catalogs that a client brings with it.
 */
final class LakeOnly {
  private static final String CATALOGS = "spark.sql.catalog";
  private static final String DEFAULT_CATALOG = "spark.sql.defaultCatalog";

  private final SparkSession spark;

  LakeOnly(SparkSession spark) {
    this.spark = spark;
  }

  /** Refuses one node of a statement, as the parser made it. */
  void require(LogicalPlan node) {
    requireOwnCatalogs();
    if (node instanceof UnresolvedRelation relation) {
      requireLake(JavaConverters.seqAsJavaList(relation.multipartIdentifier()));
    } else if (node instanceof UnresolvedNamespace namespace) {
      requireLake(JavaConverters.seqAsJavaList(namespace.multipartIdentifier()), 0);
    } else if (node instanceof SetNamespaceCommand use) {
      requireLake(JavaConverters.seqAsJavaList(use.namespace()), 0);
    } else if (node instanceof SetCatalogCommand use) {
      requireLake(List.of(use.catalogName()), 0);
    } else if (node instanceof CreateTempViewUsing) {
      throw ReadOnlyParser.refused("a view of files outside of the lake");
    } else if (node instanceof PlanWithUnresolvedIdentifier) {
      throw ReadOnlyParser.refused("IDENTIFIER() as a table's name");
    }
  }

  private static void requireLake(List<String> name) {
    requireLake(name, 1);
  }

  /**
   * @param bare how many parts a name may have that says nothing of a catalog
   */
  private static void requireLake(List<String> name, int bare) {
    boolean isLake =
        name.size() <= bare
            || name.get(0).equalsIgnoreCase(LakeCatalog.NAME)
            || name.get(0).equalsIgnoreCase(LakeCatalog.NAMESPACE);
    if (!isLake) {
      throw ReadOnlyParser.refused(String.join(".", name) + ", which is outside of the lake,");
    }
  }

  /** A JDBC client may name settings in its address, past SET. */
  private void requireOwnCatalogs() {
    SparkConf given = spark.sparkContext().conf();
    Map<String, String> settings =
        JavaConverters.mapAsJavaMap(spark.sessionState().conf().getAllConfs());
    settings.forEach(
        (key, value) -> {
          boolean isCatalog = key.startsWith(CATALOGS) || key.equals(DEFAULT_CATALOG);
          if (isCatalog && !value.equals(given.get(key, null))) {
            throw ReadOnlyParser.refused("the session's " + key + "=" + value);
          }
        });
  }
}
