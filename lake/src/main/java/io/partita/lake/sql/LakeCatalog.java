package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A lake's tables in any Spark 3.5 session, to be read only:
 *
 * <pre>
 *   --jars partita.jar
 *   --conf spark.sql.extensions=io.partita.lake.sql.PartitaSqlExtensions
 *   --conf spark.sql.catalog.lake=io.partita.lake.sql.LakeCatalog
 *   --conf spark.sql.catalog.lake.path=DIR
 *   --conf spark.sql.catalog.lake.as-of=songs=3      (the newest version if left out)
 *   --conf spark.sql.defaultCatalog=lake
 * </pre>
 *
 * <p>The tables are {@code lake.default.notes} and so on. Each query reads one whole version of
 * every data set, the newest when it begins; {@link LakePlans} says how.
 */
public final class LakeCatalog implements TableCatalog, FunctionCatalog, SupportsNamespaces {
  /** The usual name of the catalog, {@code spark.sql.catalog.lake}. */
  public static final String NAME = "lake";

  /** Setting of versions to read in place of the newest, as {@code songs=3,clips=1}. */
  public static final String AS_OF = "as-of";

  /** The one namespace. A session of the Thrift server begins with {@code USE default}. */
  static final String NAMESPACE = "default";

  private String name;
  private Lake lake;

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap options) {
    name = catalogName;
    String path = options.get("path");
    if (path == null) {
      throw new UserException(
          Mistake.BAD_SETTING,
          "Say where the lake is: set spark.sql.catalog." + catalogName + ".path to its folder.");
    }
    try {
      lake = Lake.existing(path, SparkSession.active().sparkContext().hadoopConfiguration());
      for (String one : options.getOrDefault(AS_OF, "").split(",", -1)) {
        if (!one.isEmpty()) {
          int equals = one.indexOf('=');
          lake = lake.asOf(one.substring(0, equals), Integer.parseInt(one.substring(equals + 1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Lake lake() {
    return lake;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String[] defaultNamespace() {
    return new String[] {NAMESPACE};
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return Arrays.stream(LakeTable.values())
        .map(table -> Identifier.of(defaultNamespace(), table.tableName()))
        .toArray(Identifier[]::new);
  }

  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    return Arrays.stream(LakeTable.values())
        .filter(table -> table.tableName().equalsIgnoreCase(identifier.name()))
        .filter(table -> namespaceExists(identifier.namespace()))
        .findFirst()
        .map(table -> new LakeSqlTable(this, table))
        .orElseThrow(() -> new NoSuchTableException(identifier));
  }

  /** None: Partita's functions are the session's, as Spark's own are. SHOW FUNCTIONS asks. */
  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return new Identifier[0];
  }

  @Override
  public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
    throw new NoSuchFunctionException(identifier);
  }

  @Override
  public String[][] listNamespaces() {
    return new String[][] {defaultNamespace()};
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    requireNamespace(namespace);
    return new String[0][];
  }

  /** {@code lake.notes} means {@code lake.default.notes}. */
  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 0
        || (namespace.length == 1 && namespace[0].equalsIgnoreCase(NAMESPACE));
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return Map.of(
        SupportsNamespaces.PROP_COMMENT,
        "A lake of Partita, to be read only.",
        SupportsNamespaces.PROP_LOCATION,
        lake.root().toString());
  }

  private void requireNamespace(String[] namespace) throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // the one that Spark leaves abstract
  public Table createTable(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties) {
    throw readOnly();
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw readOnly();
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    throw readOnly();
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw readOnly();
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw readOnly();
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw readOnly();
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw readOnly();
  }

  static UserException readOnly() {
    return new UserException(
        Mistake.READ_ONLY,
        "SQL only reads a lake: its tables are made by ingest commands and other jobs. A table of"
            + " your own can be made elsewhere, as spark_catalog.default.mine.");
  }
}
