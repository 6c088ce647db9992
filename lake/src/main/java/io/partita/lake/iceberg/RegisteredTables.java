package io.partita.lake.iceberg;

import io.partita.FormerLatents;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeVersion;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.TableSpec;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.ParquetUtil;

/**
 * The newest version of a data set in an Iceberg catalog: each table of the lake is one there,
 * partitioned by data set, whose files stay where they are. A table's commit has the tag of the run
 * that made it. Tables are committed one after another, as Iceberg has no commit of several.
 */
public final class RegisteredTables implements Closeable {
  /** Iceberg must delete no file of the lake, whatever somebody expires or drops. */
  private static final Map<String, String> PROPERTIES = Map.of(TableProperties.GC_ENABLED, "false");

  private static final String VERSION = "partita.version";
  private static final String RUN = "partita.run_id";

  private final Lake lake;
  private final Namespace namespace;
  private final String warehouse;
  private final Catalog catalog;
  private final HadoopFileIO files;

  /**
   * What a data set's tables became.
   *
   * @param version of the data set
   * @param tables those with a new commit, with the number of their files of the data set
   * @param unchanged how many had all files with rows, and no others
   */
  public record Report(
      String catalog, String dataset, int version, Map<String, Integer> tables, int unchanged) {
    public String text() {
      StringBuilder text = new StringBuilder();
      tables.forEach((table, files) -> text.append("%-24s %6d files%n".formatted(table, files)));
      return text.append(
              "Version %d of %s is in the catalog %s; %d tables were there already."
                  .formatted(version, dataset, catalog, unchanged))
          .toString();
    }
  }

  private RegisteredTables(Lake lake, CatalogFile file, Configuration conf) {
    this.lake = lake;
    this.namespace = Namespace.of(file.namespace());
    this.warehouse = file.properties().get("warehouse").replaceFirst("/+$", "");
    this.files = new HadoopFileIO(conf);
    this.catalog = CatalogUtil.buildIcebergCatalog(file.name(), file.properties(), conf);
  }

  /**
   * Opens a catalog.
   *
   * @throws UserException when it does not answer
   */
  public static RegisteredTables open(Lake lake, CatalogFile file, Configuration conf) {
    try {
      return new RegisteredTables(lake, file, conf);
    } catch (RuntimeException e) { // of a driver's or a server's own
      throw new UserException(
          Mistake.UNAVAILABLE,
          "The catalog at %s cannot be opened: %s"
              .formatted(file.properties().get("uri"), ExceptionUtils.getRootCauseMessage(e)),
          e);
    }
  }

  /** Makes the catalog's tables hold what the newest version of a data set does. */
  public Report register(String dataset) throws IOException {
    lake.requireDataset(dataset);
    LakeVersion version = lake.version(dataset).orElseThrow();
    if (catalog instanceof SupportsNamespaces spaces && !spaces.namespaceExists(namespace)) {
      spaces.createNamespace(namespace);
    }
    Map<String, Integer> changed = new TreeMap<>();
    int unchanged = 0;
    for (LakeTable table : LakeTable.values()) {
      TableIdentifier name = TableIdentifier.of(namespace, table.tableName());
      LakeVersion.Table content = version.tables().get(table);
      if (content == null && !catalog.tableExists(name)) {
        continue;
      }
      List<LakeVersion.DataFile> wanted =
          content == null
              ? List.of()
              : content.files().stream().filter(file -> file.rows() > 0).toList();
      requireColumnIds(dataset, wanted);
      if (commit(table, name, dataset, version.number(), runId(content), wanted)) {
        changed.put(table.tableName(), wanted.size());
      } else {
        unchanged++;
      }
    }
    return new Report(catalog.name(), dataset, version.number(), changed, unchanged);
  }

  /** Columns of former tables have other ids. */
  private static void requireColumnIds(String dataset, List<LakeVersion.DataFile> files) {
    if (files.stream().anyMatch(file -> !FormerLatents.partition(file.path()).isEmpty())) {
      throw new UserException(
          Mistake.OTHER_VERSION,
          "Latents of data set %s are of an earlier version of Partita: encode again with their models."
              .formatted(dataset));
    }
  }

  private static String runId(LakeVersion.Table content) {
    return content == null || content.report() == null
        ? ""
        : content.report().path("run_id").asText();
  }

  private boolean commit(
      LakeTable lakeTable,
      TableIdentifier name,
      String dataset,
      int version,
      String runId,
      List<LakeVersion.DataFile> wanted)
      throws IOException {
    Table table = catalog.tableExists(name) ? updated(lakeTable, name) : created(lakeTable, name);
    Map<String, DataFile> there = new HashMap<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().filter(Expressions.equal(TableSpec.DATASET, dataset)).planFiles()) {
      tasks.forEach(task -> there.put(task.file().location(), task.file()));
    }
    OverwriteFiles change = table.newOverwrite();
    boolean isChanged = false;
    for (LakeVersion.DataFile file : wanted) {
      String path = new Path(lake.root(), file.path()).toString();
      if (there.remove(path) == null) {
        change.addFile(dataFile(table, path, file, partition(lakeTable, dataset, file)));
        isChanged = true;
      }
    }
    there.values().forEach(change::deleteFile);
    if (!isChanged && there.isEmpty()) {
      return false;
    }
    change.set(VERSION, Integer.toString(version)).set(RUN, runId).commit();
    if (!runId.isEmpty()) {
      tag(table, runId);
    }
    return true;
  }

  private static void tag(Table table, String runId) {
    long snapshot = table.currentSnapshot().snapshotId();
    if (table.refs().containsKey(runId)) {
      table.manageSnapshots().replaceTag(runId, snapshot).commit();
    } else {
      table.manageSnapshots().createTag(runId, snapshot).commit();
    }
  }

  private DataFile dataFile(
      Table table, String path, LakeVersion.DataFile file, List<String> partition) {
    return DataFiles.builder(table.spec())
        .withPath(path)
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(file.bytes())
        .withPartitionValues(partition)
        .withMetrics(
            ParquetUtil.fileMetrics(
                files.newInputFile(path, file.bytes()), MetricsConfig.forTable(table)))
        .build();
  }

  private static List<String> partition(
      LakeTable table, String dataset, LakeVersion.DataFile file) {
    List<String> values = new ArrayList<>(List.of(dataset));
    for (String level : table.spec().innerPartitions()) {
      values.add(file.path().replaceFirst(".*/" + level + "=([^/]*)/.*", "$1"));
    }
    return values;
  }

  /**
   * A new table. The catalog would number its columns itself, so that it is given the metadata as a
   * file.
   */
  private Table created(LakeTable table, TableIdentifier name) {
    String location = "%s/%s/%s".formatted(warehouse, namespace, table.tableName());
    Schema schema = IcebergSchema.of(table);
    TableMetadata metadata =
        TableMetadata.buildFromEmpty(2)
            .assignUUID()
            .setLocation(location)
            .setCurrentSchema(schema, schema.highestFieldId())
            .setDefaultPartitionSpec(IcebergSchema.partitions(table, schema))
            .setDefaultSortOrder(SortOrder.unsorted())
            .setProperties(PROPERTIES)
            // For files of before columns had ids.
            .setProperties(
                Map.of(
                    TableProperties.DEFAULT_NAME_MAPPING,
                    NameMappingParser.toJson(MappingUtil.create(schema))))
            .build();
    String file = "%s/metadata/00000-%s.metadata.json".formatted(location, UUID.randomUUID());
    TableMetadataParser.write(metadata, files.newOutputFile(file));
    return catalog.registerTable(name, file);
  }

  /** A table that is there, with the columns that came later. */
  private Table updated(LakeTable lakeTable, TableIdentifier name) {
    Table table = catalog.loadTable(name);
    Schema schema = IcebergSchema.of(lakeTable);
    if (!table.schema().sameSchema(schema)) {
      TableOperations operations = ((HasTableOperations) table).operations();
      TableMetadata base = operations.current();
      int last = Math.max(base.lastColumnId(), schema.highestFieldId());
      operations.commit(base, TableMetadata.buildFrom(base).setCurrentSchema(schema, last).build());
      table.refresh();
    }
    return table;
  }

  @Override
  public void close() throws IOException {
    files.close();
    if (catalog instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
