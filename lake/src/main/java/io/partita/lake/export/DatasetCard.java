package io.partita.lake.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The file README.md of an export: a dataset card of the Hugging Face hub, whose YAML says what
 * {@code load_dataset} reads, and for people what it is, where it comes from and how much it is.
 *
 * @param schema of the Parquet files; null of arrays
 */
record DatasetCard(ExportReport report, String licence, StructType schema, List<String> remarks) {
  private static final Map<DataType, String> DTYPES =
      Map.of(
          DataTypes.StringType, "string",
          DataTypes.ShortType, "int16",
          DataTypes.IntegerType, "int32",
          DataTypes.LongType, "int64",
          DataTypes.FloatType, "float32",
          DataTypes.DoubleType, "float64",
          DataTypes.BooleanType, "bool");

  String text() {
    List<String> lines = new ArrayList<>(List.of("---"));
    lines.add("license: " + licence);
    lines.add("pretty_name: " + quoted(report.dataset() + ", " + report.what()));
    lines.add("tags:");
    lines.add("- music");
    if (schema != null) {
      configs(lines);
      info(lines);
    }
    lines.add("---");
    lines.add("");
    body(lines);
    return String.join("\n", lines) + "\n";
  }

  private void configs(List<String> lines) {
    lines.add("configs:");
    lines.add("- config_name: default");
    lines.add("  data_files:");
    for (String split : report.splits().keySet()) {
      lines.add("  - split: " + quoted(split));
      lines.add("    path: " + quoted(split + "-*.parquet"));
    }
  }

  private void info(List<String> lines) {
    lines.add("dataset_info:");
    lines.add("  features:");
    for (StructField field : schema.fields()) {
      lines.add("  - name: " + field.name());
      lines.add(
          field.dataType() instanceof ArrayType array
              ? "    sequence: " + DTYPES.get(array.elementType())
              : "    dtype: " + DTYPES.get(field.dataType()));
    }
    lines.add("  splits:");
    long bytes = 0;
    for (Map.Entry<String, ExportReport.Split> split : report.splits().entrySet()) {
      lines.add("  - name: " + quoted(split.getKey()));
      lines.add("    num_bytes: " + split.getValue().sizeBytes());
      lines.add("    num_examples: " + split.getValue().rows());
      bytes += split.getValue().sizeBytes();
    }
    lines.add("  download_size: " + bytes);
    lines.add("  dataset_size: " + bytes);
  }

  private void body(List<String> lines) {
    lines.add("# " + report.dataset() + ": " + report.what());
    lines.add("");
    lines.add(
        "Exported by Partita "
            + report.version()
            + " from the table `"
            + report.what()
            + "` of the data set `"
            + report.dataset()
            + "`, which run `"
            + report.runId()
            + "` made"
            + (report.tokens() == null
                ? "."
                : ", in the token scheme `" + report.tokens().scheme() + "`."));
    lines.add("");
    lines.add("| split | documents | rows | items |");
    lines.add("|---|---|---|---|");
    report
        .splits()
        .forEach(
            (name, split) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "| %s | %d | %d | %d |",
                        name,
                        split.documents(),
                        split.rows(),
                        split.items())));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Left out: %d documents without a split, %d marked suspect.",
            report.withoutSplit(),
            report.suspects()));
    for (String remark : remarks) {
      lines.add("");
      lines.add(remark);
    }
    lines.add("");
    lines.add(
        "Licence: "
            + licence
            + ". What the music itself may be used for its owners say, not who exported it.");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
