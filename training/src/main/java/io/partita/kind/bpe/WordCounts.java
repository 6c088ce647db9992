package io.partita.kind.bpe;

import io.partita.token.TokenScheme;
import io.partita.token.bpe.MergeTraining;
import io.partita.token.bpe.Merges;
import io.partita.token.bpe.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Learns merges of a split's tokens: the workers count words, which are whole numbers in whatever
 * order, and the driver learns from distinct ones.
 */
final class WordCounts {
  /** Distinct words that the driver learns from, the most frequent ones. */
  private static final int MOST_WORDS = 2_000_000;

  private WordCounts() {}

  static Merges merges(JavaRDD<Row> rows, TokenScheme scheme, int vocabulary) {
    List<String> names = scheme.vocabulary();
    Comparator<Tuple2<String, Long>> order = new MostFrequentFirst();
    List<Tuple2<String, Long>> counts =
        new ArrayList<>(
            rows.mapPartitions(
                    part -> {
                      Words words = new Words(names);
                      List<String> texts = new ArrayList<>();
                      part.forEachRemaining(
                          row -> {
                            for (int[] word : words.of(TokenRowsOf.tokens(row))) {
                              if (word.length > 1) {
                                texts.add(text(word));
                              }
                            }
                          });
                      return texts.iterator();
                    })
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum)
                .takeOrdered(MOST_WORDS, order));
    MergeTraining training = new MergeTraining(names.size());
    counts.forEach(word -> training.add(ids(word._1()), word._2()));
    return training.merges(vocabulary);
  }

  /** A total order, so that what is cut off does not depend on partitions. */
  private static final class MostFrequentFirst
      implements Comparator<Tuple2<String, Long>>, java.io.Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Tuple2<String, Long> one, Tuple2<String, Long> other) {
      int byCount = Long.compare(other._2(), one._2());
      return byCount == 0 ? one._1().compareTo(other._1()) : byCount;
    }
  }

  /** Ids of schemes fit 16 bits, and so a character each. */
  private static String text(int[] word) {
    char[] text = new char[word.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) word[i];
    }
    return new String(text);
  }

  private static int[] ids(String word) {
    return word.chars().toArray();
  }
}
