package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.LocalTempView$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
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
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedHint;
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
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Product;
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction0;

/**
 * Spark's parser, for statements that read: queries, SHOW, DESCRIBE, EXPLAIN, USE, caches of the
 * session, temporary views, and SET of the settings of {@link ReadOnlySettings}. Everything else is
 * refused before it is looked at, wherever it is in a statement, and so are scripts that a query
 * runs. References to the process' environment, properties and settings are not looked up: a text
 * with {@code ${env:HOME}} is that text.
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

  /** Spark's functions that call a static method of any class. */
  private static final Set<String> METHOD_CALLS = Set.of("java_method", "reflect");

  private static final String RANGE = "range";
  private static final String STORAGE_LEVEL = "storageLevel";
  private static final List<String> STORAGE_LEVELS =
      List.of(
          "DISK_ONLY", "MEMORY_AND_DISK", "MEMORY_AND_DISK_SER", "MEMORY_ONLY", "MEMORY_ONLY_SER");

  private final SparkSession spark;
  private final ParserInterface parser;
  private final LakeOnly lakeOnly;

  /**
   * @param lakeOnly also refuses other files than the lake's; null where they may be read
   */
  ReadOnlyParser(SparkSession spark, ParserInterface parser, LakeOnly lakeOnly) {
    this.spark = spark;
    this.parser = parser;
    this.lakeOnly = lakeOnly;
  }

  static UserException refused(String what) {
    return new UserException(
        Mistake.READ_ONLY,
        "Read-only: " + what + " is refused. What reads is allowed; docs/sql.md has the list.");
  }

  @Override
  public LogicalPlan parsePlan(String text) throws ParseException {
    return required(asItStands(() -> parser.parsePlan(text)), text);
  }

  @Override
  public LogicalPlan parseQuery(String text) throws ParseException {
    return required(asItStands(() -> parser.parseQuery(text)), text);
  }

  /**
   * Parses under a copy of the session's settings by which {@code ${env:HOME}} represents itself.
   */
  private static <T> T asItStands(Callable<T> parse) {
    SQLConf settings = SQLConf.get().clone();
    settings.setConfString(ReadOnlySettings.SUBSTITUTE, "false");
    return SQLConf.withExistingConf(
        settings,
        new AbstractFunction0<T>() {
          @Override
          public T apply() {
            try {
              return parse.call();
            } catch (Exception e) { // as Scala's: what is thrown is not declared
              return ExceptionUtils.rethrow(e);
            }
          }
        });
  }

  private LogicalPlan required(LogicalPlan plan, String text) {
    requireGivenSettings();
    require(plan, text);
    return plan;
  }

  /**
   * A client of another server than ours may name settings in its address, past SET.
   *
   * <p>Settings that Spark's servers make themselves for each session are left alone.
   */
  private void requireGivenSettings() {
    SparkConf given = spark.sparkContext().conf();
    JavaConverters.mapAsJavaMap(spark.sessionState().conf().getAllConfs())
        .forEach(
            (key, value) -> {
              if (!ReadOnlySettings.isOfSessions(key) && !value.equals(given.get(key, null))) {
                throw refused("the session's " + key + "=" + value);
              }
              if (ReadOnlySettings.RANGES.containsKey(key) && !value.equals(given.get(key, null))) {
                ReadOnlySettings.requireValue(key, value);
              }
            });
  }

  /**
   * Looks at every plan that a plan holds, as a child or otherwise: what is explained or described,
   * a WITH, an expression's subquery, a table of an older version.
   */
  private void require(Object part, String text) {
    if (part instanceof LogicalPlan plan) {
      if (!isAllowed(plan)) {
        throw refused(what(plan, text));
      }
      requireValues(plan);
      if (lakeOnly != null) {
        lakeOnly.require(plan);
      }
    }
    if (part instanceof UnresolvedFunction function) {
      requireFunction(function.nameParts());
    }
    if (part instanceof ExpressionWithUnresolvedIdentifier) {
      throw refused("IDENTIFIER()"); // it may name any function
    }
    Iterator<?> parts =
        part instanceof Iterable<?> many
            ? many.iterator()
            : part instanceof Product one ? one.productIterator() : Iterator.empty();
    while (parts.hasNext()) {
      require(parts.next(), text);
    }
  }

  /**
   * Before the query is analysed: to learn a method's types, Spark loads its class and runs the
   * static blocks.
   */
  private void requireFunction(Seq<String> name) {
    String last = name.last().toLowerCase(Locale.ROOT);
    if (METHOD_CALLS.contains(last)) {
      throw refused("the function " + last);
    }
    if (lakeOnly != null) {
      lakeOnly.requireFunction(name);
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
      return set.kv().isDefined() && maySet(set.kv().get());
    }
    if (plan instanceof ResetCommand reset) {
      return reset.config().isEmpty() || ReadOnlySettings.maySet(reset.config().get(), "");
    }
    boolean acts =
        plan instanceof Command
            || plan instanceof ParsedStatement
            || plan instanceof InsertIntoDir
            || plan instanceof ScriptTransformation;
    return !acts || plan instanceof ExplainCommand || ALLOWED.contains(plan.getClass());
  }

  /** Fails on values of settings, options and hints that Spark has no use for or cannot bear. */
  private static void requireValues(LogicalPlan plan) {
    if (plan instanceof SetCommand set && set.kv().isDefined() && set.kv().get()._2().isDefined()) {
      ReadOnlySettings.requireValue(set.kv().get()._1(), set.kv().get()._2().get());
    } else if (plan instanceof CacheTable cache) {
      requireLevel(cache.options());
    } else if (plan instanceof CacheTableAsSelect cache) {
      requireLevel(cache.options());
    } else if (plan instanceof UnresolvedHint hint) {
      requirePartitions(hint.name(), hint.parameters());
    } else if (plan instanceof UnresolvedTableValuedFunction function
        && function.name().last().equalsIgnoreCase(RANGE)) {
      requirePartitions(RANGE, function.functionArgs().drop(3)); // from, to, step
    }
  }

  private static void requireLevel(scala.collection.immutable.Map<String, String> options) {
    JavaConverters.mapAsJavaMap(options)
        .forEach(
            (option, value) -> {
              if (!option.equalsIgnoreCase(STORAGE_LEVEL)
                  || !STORAGE_LEVELS.contains(value.toUpperCase(Locale.ROOT))) {
                throw new UserException(
                    Mistake.BAD_QUERY,
                    "CACHE TABLE cannot have %s = %s; %s is one of: %s."
                        .formatted(
                            option, value, STORAGE_LEVEL, String.join(", ", STORAGE_LEVELS)));
              }
            });
  }

  /** Of REPARTITION and its like, and of range: a task for each would fill the memory. */
  private static void requirePartitions(String of, Iterable<?> arguments) {
    for (Object argument : JavaConverters.asJavaIterable(arguments)) {
      if (argument instanceof Literal literal
          && literal.value() instanceof Number number
          && number.longValue() > ReadOnlySettings.MOST_PARTITIONS) {
        throw new UserException(
            Mistake.BAD_QUERY,
            "%s cannot have %s partitions: 1 to %,d are allowed."
                .formatted(of, number, ReadOnlySettings.MOST_PARTITIONS));
      }
    }
  }

  /** SET alone lists whatever the process was started with; SET -v lists spark.sql settings. */
  private static boolean maySet(Tuple2<String, Option<String>> setting) {
    Option<String> value = setting._2();
    return value.isDefined()
        ? ReadOnlySettings.maySet(setting._1(), value.get())
        : setting._1().equals("-v") || ReadOnlySettings.mayAsk(setting._1());
  }

  /** An INSERT may come after a WITH or a FROM; other statements begin with what they do. */
  private static String what(LogicalPlan plan, String text) {
    if (plan instanceof ScriptTransformation) {
      return "a script (TRANSFORM)";
    }
    if (plan instanceof InsertIntoDir || plan instanceof InsertIntoStatement) {
      return "INSERT";
    }
    if (plan instanceof SetCommand set && set.kv().isDefined()) {
      return "SET " + set.kv().get()._1();
    }
    if (plan instanceof ResetCommand reset && reset.config().isDefined()) {
      return "RESET " + reset.config().get();
    }
    return text.strip().replaceAll("(?s)^((\\S+\\s+){0,2}\\S+).*", "$1").replaceAll("\\s+", " ");
  }

  @Override
  public Expression parseExpression(String text) throws ParseException {
    return asItStands(() -> parser.parseExpression(text));
  }

  @Override
  public TableIdentifier parseTableIdentifier(String text) throws ParseException {
    return asItStands(() -> parser.parseTableIdentifier(text));
  }

  @Override
  public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
    return asItStands(() -> parser.parseFunctionIdentifier(text));
  }

  @Override
  public Seq<String> parseMultipartIdentifier(String text) throws ParseException {
    return asItStands(() -> parser.parseMultipartIdentifier(text));
  }

  @Override
  public StructType parseTableSchema(String text) throws ParseException {
    return asItStands(() -> parser.parseTableSchema(text));
  }

  @Override
  public DataType parseDataType(String text) throws ParseException {
    return asItStands(() -> parser.parseDataType(text));
  }
}
