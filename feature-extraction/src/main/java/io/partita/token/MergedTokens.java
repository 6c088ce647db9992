package io.partita.token;

import io.partita.midi.MidiEvents;
import io.partita.score.Score;
import io.partita.token.bpe.Merges;
import io.partita.token.bpe.Words;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A scheme of ids with byte-pair merges, {@code remi-bpe}: what happens at one time is merged, and
 * decoding gives the scheme's own ids again. It is none of {@link TokenSchemes}, as its merges are
 * a model's.
 */
public final class MergedTokens implements TokenScheme {
  private static final long serialVersionUID = 1;

  private final TokenScheme scheme;
  private final Merges merges;
  private final Words words;

  /**
   * @param scheme with a vocabulary
   * @param merges of its ids
   */
  public MergedTokens(TokenScheme scheme, Merges merges) {
    this.scheme = scheme;
    this.merges = merges;
    this.words = new Words(scheme.vocabulary());
  }

  @Override
  public String label() {
    return scheme.label() + "-bpe";
  }

  @Override
  public int version() {
    return scheme.version();
  }

  @Override
  public String meaning() {
    return merges.size() + " ids, merges of " + scheme.meaning();
  }

  @Override
  public OptionalInt vocabularySize() {
    return OptionalInt.of(merges.size());
  }

  /** Of a merge the names of the scheme's ids with {@code +} between them. */
  @Override
  public List<String> vocabulary() {
    return java.util.stream.IntStream.range(0, merges.size()).mapToObj(id -> name(id, 0)).toList();
  }

  @Override
  public String name(int token, int position) {
    return Arrays.stream(merges.decode(new int[] {token}))
        .mapToObj(id -> scheme.name(id, position))
        .collect(Collectors.joining("+"));
  }

  @Override
  public Tokenization encode(MidiEvents events) {
    Tokenization tokens = scheme.encode(events);
    return tokens.absence().isPresent() ? tokens : tokens.with(encode(tokens.tokens()));
  }

  /** The scheme's ids, merged. */
  public int[] encode(int[] ids) {
    int[] merged = new int[ids.length];
    int size = 0;
    for (int[] word : words.of(ids)) {
      int[] shorter = merges.encode(word);
      System.arraycopy(shorter, 0, merged, size, shorter.length);
      size += shorter.length;
    }
    return Arrays.copyOf(merged, size);
  }

  /** The scheme's ids that merged ones represent. */
  public int[] unmerged(int[] tokens) {
    return merges.decode(tokens);
  }

  @Override
  public Score decode(int[] tokens) {
    return scheme.decode(unmerged(tokens));
  }
}
