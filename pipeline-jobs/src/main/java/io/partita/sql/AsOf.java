package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions of data sets to read in place of the newest.
 *
 * @param given each as {@code songs=3}, or {@code 3} in a lake of one data set
 */
record AsOf(List<String> given) {
  static final AsOf NOW = new AsOf(List.of());

  private static final Pattern VERSION = Pattern.compile("(?:([^=]+)=)?([0-9]{1,8})");

  /**
   * The versions' numbers by data set.
   *
   * @param datasets of the lake
   * @throws UserException where one is not in it, or it has several and none is named
   */
  Map<String, Integer> of(Collection<String> datasets) {
    Map<String, Integer> numbers = new TreeMap<>();
    for (String one : given) {
      Matcher version = VERSION.matcher(one);
      if (!version.matches()) {
        throw new UserException(
            Mistake.BAD_OPTION, "--as-of must be N or DATASET=N, not '" + one + "'.");
      }
      String dataset = version.group(1);
      if (dataset == null && datasets.size() != 1) {
        throw new UserException(
            Mistake.MISSING_OPTION,
            "--as-of " + one + ": name one of the data sets " + datasets + ", as DATASET=" + one);
      }
      dataset = dataset == null ? datasets.iterator().next() : dataset;
      if (!datasets.contains(dataset)) {
        throw new UserException(
            Mistake.NO_SUCH_DATASET,
            "There is no data set " + dataset + " in the lake; there are " + datasets + ".");
      }
      numbers.put(dataset, Integer.valueOf(version.group(2)));
    }
    return numbers;
  }
}
