package io.partita.lake;

import io.partita.UserException;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.LocalTempView$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.CacheTable;
import org.apache.spark.sql.catalyst.plans.logical.CacheTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DescribeColumn;
import org.apache.spark.sql.catalyst.plans.logical.DescribeFunction;
import org.apache.spark.sql.catalyst.plans.logical.DescribeNamespace;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.RefreshTable;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.SetCatalogAndNamespace;
import org.apache.spark.sql.catalyst.plans.logical.ShowColumns;
import org.apache.spark.sql.catalyst.plans.logical.ShowCreateTable;
import org.apache.spark.sql.catalyst.plans.logical.ShowFunctions;
import org.apache.spark.sql.catalyst.plans.logical.ShowNamespaces;
import org.apache.spark.sql.catalyst.plans.logical.ShowPartitions;
import org.apache.spark.sql.catalyst.plans.logical.ShowTableExtended;
import org.apache.spark.sql.catalyst.plans.logical.ShowTableProperties;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.catalyst.plans.logical.ShowViews;
import org.apache.spark.sql.catalyst.plans.logical.UncacheTable;
import org.apache.spark.sql.execution.command.ClearCacheCommand$;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.execution.command.ResetCommand;
import org.apache.spark.sql.execution.command.SetCatalogCommand;
import org.apache.spark.sql.execution.command.SetCommand;
import org.apache.spark.sql.execution.command.SetNamespaceCommand;
import org.apache.spark.sql.execution.command.ShowCatalogsCommand;
import org.apache.spark.sql.execution.command.ShowCurrentNamespaceCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Spark's parser, for statements that read: queries, SHOW, DESCRIBE, EXPLAIN, USE, caches of the
 * session, temporary views, and SET of {@code spark.sql} settings. Everything else is refused
 * before it is looked at, wherever it stands in a statement, and so are scripts that a query runs.
 */
final class ReadOnlyParser implements ParserInterface {
  private static final Set<Class<?>> ALLOWED =
      Set.of(
          CacheTable.class,
          CacheTableAsSelect.class,
          ClearCacheCommand$.class,
          DescribeColumn.class,
          DescribeFunction.class,
          DescribeNamespace.class,
          DescribeQueryCommand.class,
          DescribeRelation.class,
          RefreshTable.class,
          ResetCommand.class,
          SetCatalogAndNamespace.class,
          SetCatalogCommand.class,
          SetNamespaceCommand.class,
          ShowCatalogsCommand.class,
          ShowColumns.class,
          ShowCreateTable.class,
          ShowCurrentNamespaceCommand.class,
          ShowFunctions.class,
          ShowNamespaces.class,
          ShowPartitions.class,
          ShowTableExtended.class,
          ShowTableProperties.class,
          ShowTables.class,
          ShowViews.class,
          UncacheTable.class);

  private final ParserInterface parser;
  private final LakeOnly lakeOnly;

  /**
   * @param lakeOnly also refuses other files than the lake's; null where they may be read
   */
  ReadOnlyParser(ParserInterface parser, LakeOnly lakeOnly) {
    this.parser = parser;
    this.lakeOnly = lakeOnly;
  }

  static UserException refused(String what) {
    return new UserException(
        "Read-only: " + what + " is refused. What reads is allowed; docs/sql.md has the list.");
  }

  @Override
  public LogicalPlan parsePlan(String text) throws ParseException {
    LogicalPlan plan = parser.parsePlan(text);
    require(plan, text);
    return plan;
  }

  @Override
  public LogicalPlan parseQuery(String text) throws ParseException {
    LogicalPlan plan = parser.parseQuery(text);
    require(plan, text);
    return plan;
  }

  private void require(LogicalPlan plan, String text) {
    if (!isAllowed(plan)) {
      throw refused(what(plan, text));
    }
    if (lakeOnly != null) {
      lakeOnly.require(plan);
    }
    if (plan instanceof ExplainCommand explain) {
      require(explain.logicalPlan(), text);
    }
    JavaConverters.seqAsJavaList(plan.children()).forEach(child -> require(child, text));
    JavaConverters.seqAsJavaList(plan.subqueries()).forEach(query -> require(query, text));
    for (Object inner : JavaConverters.seqAsJavaList(plan.innerChildren())) {
      if (inner instanceof LogicalPlan innerPlan) {
        require(innerPlan, text);
      }
    }
  }

  private static boolean isAllowed(LogicalPlan plan) {
    if (plan instanceof CreateViewCommand view) {
      return view.viewType() == LocalTempView$.MODULE$;
    }
    if (plan instanceof CreateTempViewUsing view) {
      return !view.global();
    }
    if (plan instanceof SetCommand set) {
      return set.kv().isEmpty() || maySet(set.kv().get());
    }
    boolean acts =
        plan instanceof Command
            || plan instanceof ParsedStatement
            || plan instanceof InsertIntoDir
            || plan instanceof ScriptTransformation;
    return !acts || plan instanceof ExplainCommand || ALLOWED.contains(plan.getClass());
  }

  private static boolean maySet(Tuple2<String, Option<String>> setting) {
    String key = setting._1().toLowerCase(Locale.ROOT);
    return setting._2().isEmpty()
        || (key.startsWith("spark.sql.")
            && !key.startsWith("spark.sql.catalog")
            && !key.equals("spark.sql.defaultcatalog"));
  }

  /** An INSERT may come after a WITH or a FROM; other statements begin with what they do. */
  private static String what(LogicalPlan plan, String text) {
    if (plan instanceof ScriptTransformation) {
      return "a script (TRANSFORM)";
    }
    if (plan instanceof InsertIntoDir || plan instanceof InsertIntoStatement) {
      return "INSERT";
    }
    return text.strip().replaceAll("(?s)^((\\S+\\s+){0,2}\\S+).*", "$1").replaceAll("\\s+", " ");
  }

  @Override
  public Expression parseExpression(String text) throws ParseException {
    return parser.parseExpression(text);
  }

  @Override
  public TableIdentifier parseTableIdentifier(String text) throws ParseException {
    return parser.parseTableIdentifier(text);
  }

  @Override
  public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
    return parser.parseFunctionIdentifier(text);
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
    return parser.parseMultipartIdentifier(text);
  }

  @Override
  public StructType parseTableSchema(String text) throws ParseException {
    return parser.parseTableSchema(text);
  }

  @Override
  public DataType parseDataType(String text) throws ParseException {
    return parser.parseDataType(text);
  }
}
