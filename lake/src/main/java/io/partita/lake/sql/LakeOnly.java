package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunctionName;
import org.apache.spark.sql.catalyst.analysis.UnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedNamespace;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableOrView;
import org.apache.spark.sql.catalyst.analysis.UnresolvedView;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.xml.XPathExtract;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.command.SetCatalogCommand;
import org.apache.spark.sql.execution.command.SetNamespaceCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What a read-only session does not read unless it is told to: files of the machine by their paths,
 * databases, documents that an XML names, catalogs other than lakes.
 */
final class LakeOnly {
  private static final String CATALOG = "spark.sql.catalog.";

  private final SparkSession spark;

  LakeOnly(SparkSession spark) {
    this.spark = spark;
  }

  /** Refuses one node of a statement, as the parser made it. */
  void require(LogicalPlan node) {
    if (node instanceof UnresolvedRelation relation) {
      requireLake(relation.multipartIdentifier(), 1);
    } else if (node instanceof UnresolvedTableOrView named) {
      requireLake(named.multipartIdentifier(), 1);
    } else if (node instanceof UnresolvedTable named) {
      requireLake(named.multipartIdentifier(), 1);
    } else if (node instanceof UnresolvedView named) {
      requireLake(named.multipartIdentifier(), 1);
    } else if (node instanceof UnresolvedIdentifier named) {
      requireLake(named.nameParts(), 1);
    } else if (node instanceof UnresolvedNamespace namespace) {
      requireLake(namespace.multipartIdentifier(), 0);
    } else if (node instanceof SetNamespaceCommand use) {
      requireLake(use.namespace(), 0);
    } else if (node instanceof SetCatalogCommand use) {
      requireLake(List.of(use.catalogName()), 0);
    } else if (node instanceof CreateTempViewUsing view) {
      throw outside("a view USING " + view.provider());
    } else if (node instanceof UnresolvedFunctionName function) {
      requireFunction(function.multipartIdentifier());
    } else if (node instanceof PlanWithUnresolvedIdentifier) {
      throw ReadOnlyParser.refused("IDENTIFIER() as a table's name");
    }
  }

  /** Refuses a function of another catalog. */
  void requireFunction(Seq<String> name) {
    requireLake(name, 1);
  }

  /** Refuses an expression of an analysed query: an XML may name a file, or an address, to load. */
  static void require(Expression expression) {
    if (expression instanceof XPathExtract) {
      throw outside("the function " + expression.prettyName());
    }
  }

  private void requireLake(Seq<String> name, int bare) {
    requireLake(JavaConverters.seqAsJavaList(name), bare);
  }

  /**
   * @param bare largest number of parts of a name that says nothing of a catalog
   */
  private void requireLake(List<String> name, int bare) {
    boolean isLake =
        name.size() <= bare
            || name.get(0).equalsIgnoreCase(LakeCatalog.NAMESPACE)
            || isLakeCatalog(name.get(0));
    if (!isLake) {
      throw outside(String.join(".", name));
    }
  }

  /** By what the session was started with. */
  private boolean isLakeCatalog(String name) {
    SparkConf given = spark.sparkContext().conf();
    return given.get(CATALOG + name, "").equals(LakeCatalog.class.getName());
  }

  private static UserException outside(String what) {
    return new UserException(
        Mistake.OUTSIDE_LAKE,
        "Read-only: "
            + what
            + ", which is outside of the lake, is refused. Only the lake is read.");
  }
}
