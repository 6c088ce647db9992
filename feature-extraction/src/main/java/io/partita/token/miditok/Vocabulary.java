package io.partita.token.miditok;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ids of a language's tokens: from 0, type after type, without a gap. */
@SuppressWarnings("EnumOrdinal") // an array by type, read for every token
public final class Vocabulary {
  private static final int NONE = -1;

  private final int[] first = new int[TokenType.values().length];
  private final List<TokenType> typeOf = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  Vocabulary(TokenType... types) {
    Arrays.fill(first, NONE);
    for (TokenType type : types) {
      first[type.ordinal()] = names.size();
      names.addAll(type.names());
      type.names().forEach(name -> typeOf.add(type));
    }
  }

  /** How many tokens there are. */
  public int size() {
    return names.size();
  }

  /** The name of an id, 0 to {@link #size} - 1, as {@code Pitch_60}. */
  public String name(int id) {
    return names.get(id);
  }

  /** All names, by their ids. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The id of a type's first value; values follow each other. */
  int first(TokenType type) {
    return first[type.ordinal()];
  }

  /** The type of an id. */
  TokenType type(int id) {
    return typeOf.get(id);
  }

  /** Which value of its type an id is, from 0. */
  int index(int id) {
    return id - first(type(id));
  }

  boolean contains(int id) {
    return id >= 0 && id < names.size();
  }
}
