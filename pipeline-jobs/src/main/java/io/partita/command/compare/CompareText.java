package io.partita.command.compare;

import io.partita.split.Fold;
import io.partita.terminal.AlignedLines;
import io.partita.terminal.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tables of groups for people. */
final class CompareText {
  private static final String NONE = "-";

  private final StringBuilder text = new StringBuilder();

  private CompareText() {}

  static String of(List<ComparedTable> tables) {
    CompareText all = new CompareText();
    for (ComparedTable table : tables) {
      if (all.text.length() > 0) {
        all.text.append(System.lineSeparator());
      }
      all.table(table);
    }
    return all.text.toString();
  }

  private void table(ComparedTable table) {
    TrainedRun.Data data = table.data();
    StringBuilder title = new StringBuilder();
    title.append(table.groups().get(0).runs().get(0).kind().title());
    data.facts().forEach((name, value) -> title.append(", ").append(name + " " + value));
    title.append(
        String.format(
            Locale.ROOT,
            ": data set %s of run %s, validated on %,d examples of the split %s",
            data.dataset(),
            data.datasetRun(),
            data.validationExamples(),
            data.validationSplit()));
    if (!data.fold().equals(Fold.NONE.toString())) {
      title.append(", fold ").append(data.fold());
    }
    text.append(VisibleText.line(title.toString())).append(System.lineSeparator());
    text.append(System.lineSeparator());
    groups(table);
    text.append(System.lineSeparator());
    figures(table);
  }

  private void groups(ComparedTable table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("group", "models", "seeds", "best iteration", "differs in"));
    for (SeedGroup group : table.groups()) {
      lines.add(
          List.of(
              group.name(),
              String.valueOf(group.runs().size()),
              group.seeds(),
              text(group.bestIteration(), 0),
              group.differences(table.groups())));
    }
    append(lines);
  }

  /** Of each figure a line for each group, the figure's name on the first. */
  private void figures(ComparedTable table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("figure", "group", "validation", "training"));
    for (String figure : table.figures()) {
      String name = figure;
      for (SeedGroup group : table.groups()) {
        lines.add(
            List.of(
                name,
                group.name(),
                text(group.validation(), figure),
                text(group.training(), figure)));
        name = "";
      }
    }
    append(lines);
  }

  private static String text(Map<String, Spread> spreads, String figure) {
    return text(Optional.ofNullable(spreads.get(figure)), 4);
  }

  private static String text(Optional<Spread> spread, int decimals) {
    return spread.map(known -> known.text(decimals)).orElse(NONE);
  }

  private void append(List<List<String>> lines) {
    lines.replaceAll(cells -> cells.stream().map(VisibleText::line).toList());
    AlignedLines.of(lines, Integer.MAX_VALUE)
        .forEach(line -> text.append(line).append(System.lineSeparator()));
  }
}
