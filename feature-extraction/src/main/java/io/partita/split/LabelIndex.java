package io.partita.split;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One of a few labels for each of many texts, as the split of each content by its MD5: 20 to 40
 * bytes a text. Texts are distinguished by 64 bits of their SHA-256, as in {@link SplitGroups}.
 */
public final class LabelIndex implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashIndex texts = new HashIndex();
  private final List<String> labels = new ArrayList<>();
  private int[] labelOfText = new int[1 << 10];

  /** Labels a text; the last label counts. */
  public void put(String text, String label) {
    int number = texts.add(text);
    if (number == labelOfText.length) {
      labelOfText = Arrays.copyOf(labelOfText, 2 * number);
    }
    int known = labels.indexOf(label);
    if (known < 0) {
      known = labels.size();
      labels.add(label);
    }
    labelOfText[number] = known;
  }

  /** The text's label, or null where it has none. */
  public String get(String text) {
    int number = texts.find(text);
    return number < 0 ? null : labels.get(labelOfText[number]);
  }
}
