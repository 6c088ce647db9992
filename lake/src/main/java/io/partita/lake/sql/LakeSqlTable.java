package io.partita.lake.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A lake's table by name, columns and comments; {@link LakePlans} puts its files in its place. */
record LakeSqlTable(LakeCatalog catalog, LakeTable table) implements SupportsRead {
  @Override
  public String name() {
    return String.join(".", catalog.name(), LakeCatalog.NAMESPACE, table.tableName());
  }

  /** As every file source of Spark: what the files hold is not taken on trust. */
  @Override
  @SuppressWarnings("deprecation") // the one that Spark leaves abstract
  public StructType schema() {
    return table.readSchema().asNullable();
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(TableCatalog.PROP_COMMENT, table.description());
    properties.put(TableCatalog.PROP_EXTERNAL, "true");
    properties.put(TableCatalog.PROP_PROVIDER, "parquet");
    properties.put(TableCatalog.PROP_LOCATION, catalog.lake().root() + "/" + table.tableName());
    return properties;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  /** Reached only in a session that lacks the rule which replaces this table. */
  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    throw new UserException(
        Mistake.BAD_SETTING,
        "This session reads no lake yet: set spark.sql.extensions to "
            + PartitaSqlExtensions.class.getName()
            + " before it starts.");
  }
}
