package io.partita.kind.token;

import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.PlacedExamples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** What a token model is trained and scored on. */
final class TokenExamples {
  /** What is scored of a piece while a model is trained: its beginning. */
  static final int SCORED = 1_024;

  private TokenExamples() {}

  /** Beginnings of a split's pieces, to be scored. */
  static Examples<int[]> of(TokenDocuments documents, String split) {
    return of(documents, split, null);
  }

  /**
   * @param placed what is trained on, or null
   */
  static Examples<int[]> of(TokenDocuments documents, String split, PlacedExamples<int[]> placed) {
    JavaRDD<int[]> beginnings =
        documents
            .byContent(split)
            .map(FileExample::example)
            .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, SCORED + 1)));
    long count = beginnings.count();
    Map<String, Long> leftOut = new LinkedHashMap<>();
    documents.addLeftOut(split, leftOut);
    put(
        leftOut,
        "files without tokens of scheme " + documents.scheme().label(),
        documents.files(split) - count);
    Examples<int[]> all = Examples.of(beginnings, count, leftOut);
    return new Examples<>(all.byNumber(), count, leftOut, placed);
  }

  private static void put(Map<String, Long> leftOut, String reason, long files) {
    if (files > 0) {
      leftOut.put(reason, files);
    }
  }
}
