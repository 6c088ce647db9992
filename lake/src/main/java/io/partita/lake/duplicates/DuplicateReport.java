package io.partita.lake.duplicates;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunHeader;
import io.partita.progress.JobLog;
import io.partita.similarity.DuplicateGroups;
import io.partita.similarity.Tier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a run of {@code find-duplicates} did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param datasets whose files were compared, the one whose tables were written first
 * @param files rows of dup_files
 * @param contents of all data sets, of which no two are equal
 * @param equalFiles files of all data sets that are equal to another content
 * @param unindexable files with too few shingles to be alike without being equal
 * @param shingles distinct ones of each file, all together
 * @param pairs rows of dup_pairs
 * @param tiers contents of all data sets that match, by tier; equal ones are {@code equal_files}
 * @param clusters representatives of the data set's files
 * @param groups for splits, of all files
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DuplicateReport(
    @JsonUnwrapped RunHeader run,
    List<String> datasets,
    long files,
    long contents,
    long equalFiles,
    long unindexable,
    long shingles,
    @JsonUnwrapped Join join,
    long pairs,
    Map<String, Long> tiers,
    long clusters,
    @JsonUnwrapped Groups groups) {
  private static final int LARGEST = 10;
  private static final int PERCENT = 100;

  /**
   * What a join took.
   *
   * @param sampledPostings shingles that named candidates
   * @param emissions pairs that one of these named; a task that ran twice counts twice
   * @param candidates pairs that were compared
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Join(long sampledPostings, long emissions, long candidates) {}

  /**
   * Files that a split keeps together.
   *
   * @param splitGroups how many groups there are
   * @param largestGroups files of the largest of these
   * @param cutGroups groups that were part of a larger one, which weak pairs held together
   * @param warnings of these larger ones, a row each, the largest first
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Groups(
      long splitGroups, List<Integer> largestGroups, long cutGroups, List<Warning> warnings) {
    static Groups of(DuplicateGroups found, ListedFiles listed) {
      int[] roots =
          IntStream.range(0, found.group().length)
              .filter(file -> found.group()[file] == file)
              .toArray();
      return new Groups(
          roots.length,
          Arrays.stream(roots)
              .map(root -> -found.size()[root])
              .sorted()
              .limit(LARGEST)
              .map(size -> -size)
              .boxed()
              .toList(),
          Arrays.stream(roots).filter(root -> found.cut()[root] > 0).count(),
          Warning.of(found, listed));
    }

    private String largest() {
      return largestGroups.isEmpty()
          ? "0"
          : String.join(", ", largestGroups.stream().map(String::valueOf).toList());
    }
  }

  /**
   * A group that was taken apart, as it had more than {@link DuplicateGroups#MOST_FILES} files.
   *
   * @param midiMd5 of its first file
   * @param files that pairs of all tiers hold together
   * @param groups that they are in now
   * @param covMin coverage that the pairs of the last of these have at least, 0 to 1
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Warning(String midiMd5, int files, int groups, double covMin) {
    static final String FAULT = "OVERSIZED_GROUP";

    static List<Warning> of(DuplicateGroups found, ListedFiles listed) {
      Map<Integer, int[]> parts = new TreeMap<>();
      for (int file = 0; file < found.whole().length; file++) {
        if (found.cut()[file] > 0) {
          int[] part = parts.computeIfAbsent(found.whole()[file], whole -> new int[3]);
          part[0]++;
          part[1] += found.group()[file] == file ? 1 : 0;
          part[2] = Math.max(part[2], (int) Math.round(found.cut()[file] * PERCENT));
        }
      }
      return parts.entrySet().stream()
          .map(
              whole ->
                  new Warning(
                      listed.files().get(whole.getKey()).md5(),
                      whole.getValue()[0],
                      whole.getValue()[1],
                      whole.getValue()[2] / (double) PERCENT))
          .sorted(Comparator.comparing(warning -> -warning.files()))
          .toList();
    }

    /** The same for people. */
    String text() {
      return String.format(
          Locale.ROOT,
          "%s: %,d files hold together by pairs of all tiers, that of %s the first of them; they"
              + " are %,d groups now, by pairs that cover up to %.2f.",
          FAULT,
          files,
          midiMd5,
          groups,
          covMin);
    }
  }

  /** Rows that were staged. */
  record Staged(long pairs, long files) {}

  static DuplicateReport of(
      DerivedRun run,
      List<String> datasets,
      ListedFiles listed,
      Join join,
      FoundGroups found,
      Staged staged) {
    Map<String, Long> tiers = new TreeMap<>();
    for (Tier tier : List.of(Tier.STRICT, Tier.NEAR, Tier.RELATED)) {
      tiers.put(tier.label(), found.pairs().getOrDefault(tier.label(), 0L));
    }
    return new DuplicateReport(
        run.header(),
        datasets,
        staged.files(),
        listed.contents(),
        listed.files().size() - listed.contents(),
        listed.files().stream().filter(file -> !file.isIndexable()).count(),
        listed.files().stream().mapToLong(ListedFiles.ListedFile::shingles).sum(),
        join,
        staged.pairs(),
        tiers,
        IntStream.range(0, found.representative().length)
            .filter(file -> listed.files().get(file).dataset().equals(run.dataset()))
            .filter(file -> found.representative()[file] == file)
            .count(),
        Groups.of(found.groups(), listed));
  }

  /** Says on the terminal which groups were taken apart. */
  void warn() {
    groups.warnings().forEach(warning -> JobLog.say(warning.text()));
  }

  /** What came out, by tier, and what it took. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "find duplicates → %s, data set %s%n", run.lake(), String.join(" with ", datasets));
    line(text, "%n%,d contents, and %,d files equal to one of them%n", contents, equalFiles);
    line(text, "%,d files are too short to be alike without being equal%n%n", unindexable);
    line(text, "%-22s %,14d%n", "shingles", shingles);
    line(text, "%-22s %,14d%n", "sampled", join.sampledPostings());
    line(text, "%-22s %,14d%n", "pairs of a shingle", join.emissions());
    line(text, "%-22s %,14d%n", "candidates compared", join.candidates());
    for (Tier tier : List.of(Tier.STRICT, Tier.NEAR, Tier.RELATED)) {
      line(text, "%-22s %,14d%n", tier.label(), tiers.get(tier.label()));
    }
    line(text, "%n%,d pairs, %,d files in %,d clusters%n", pairs, files, clusters);
    line(
        text,
        "%,d groups for splits, the largest of %s files",
        groups.splitGroups(),
        groups.largest());
    if (groups.cutGroups() > 0) {
      line(
          text,
          "; %,d of them were parts of one of more than %,d",
          groups.cutGroups(),
          DuplicateGroups.MOST_FILES);
    }
    line(text, "%n%.1f seconds, run %s", run.seconds(), run.runId());
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
