package io.partita.sql;

import io.partita.terminal.Screen;
import java.io.OutputStream;
import picocli.CommandLine.Option;

/** How the rows of an answer are printed. */
final class AnswerOptions {
  enum Format {
    table,
    csv,
    jsonl
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Output format: table, csv or jsonl (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--json",
      description = "One object per statement: {\"columns\": [names], \"rows\": [objects]}.")
  private boolean json;

  /** Where they go to. JSON has its own way to write what a terminal must not get; CSV has none. */
  OutputStream out() {
    return format == Format.csv && !json ? Screen.data() : System.out;
  }

  void print(ResultPrinter printer, QueryRows rows) throws Exception {
    if (json) {
      printer.json(rows);
      return;
    }
    switch (format) {
      case table -> printer.table(rows);
      case csv -> printer.csv(rows);
      case jsonl -> printer.jsonLines(rows);
    }
  }
}
