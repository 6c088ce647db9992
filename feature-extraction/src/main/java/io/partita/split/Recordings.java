package io.partita.split;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Joins files that hold the same recording, so that no recording is in two splits. A recording has
 * the name of the first of its files, in the order of their names, and their split; where they
 * disagree, test before validation before train: what was held out once is never trained on.
 */
public final class Recordings {
  private final SplitGroups groups = new SplitGroups();
  private final TreeMap<String, String> splits = new TreeMap<>();
  private final Map<String, String> fileOfContent = new HashMap<>();

  /**
   * A file's recording.
   *
   * @param split null where no file of it has one
   */
  public record Place(String recording, String split) {}

  /**
   * Adds a file; the order makes no difference.
   *
   * @param file name that no other has
   * @param contentHash of its bytes: files of equal ones are one recording
   * @param split label of a {@link Split}; null where it has none
   */
  public void add(String file, String contentHash, String split) {
    splits.put(file, split);
    String same = fileOfContent.putIfAbsent(contentHash, file);
    groups.add(file, List.of(file));
    if (same != null) {
      join(file, same);
    }
  }

  /** Says that two files that were added are one recording. */
  public void join(String one, String other) {
    groups.add(one, List.of(one, other));
  }

  private static String furtherOut(String one, String other) {
    return Split.labelled(one).compareTo(Split.labelled(other)) >= 0 ? one : other;
  }

  /** The recording and the split of each file, in the order of their names. */
  public SortedMap<String, Place> places() {
    SplitAssignment joined = groups.assign(new SplitRatios(1, 1));
    Map<String, String> splitOfRecording = new HashMap<>();
    splits.forEach(
        (file, split) -> {
          if (split != null) {
            splitOfRecording.merge(joined.group(file), split, Recordings::furtherOut);
          }
        });
    TreeMap<String, Place> places = new TreeMap<>();
    for (String file : splits.keySet()) {
      String recording = joined.group(file);
      places.put(file, new Place(recording, splitOfRecording.get(recording)));
    }
    return places;
  }
}
