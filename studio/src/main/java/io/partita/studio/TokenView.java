package io.partita.studio;

import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file's tokens with their names. */
final class TokenView {
  private static final int MOST = 5_000;

  private TokenView() {}

  /**
   * The tokens of a file by one scheme, the first 5,000 of them.
   *
   * @param wanted a scheme's label; null for the first that the file has
   */
  static Map<String, Object> of(Connection connection, String dataset, String md5, String wanted)
      throws SQLException {
    List<String> schemes = new ArrayList<>();
    Map<String, Object> view = new LinkedHashMap<>();
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT scheme, scheme_version, n_tokens, tokens[1:"
                + MOST
                + "] FROM tokens WHERE dataset = ? AND midi_md5 = ? ORDER BY scheme")) {
      sql.setString(1, dataset);
      sql.setString(2, md5);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          String scheme = rows.getString(1);
          schemes.add(scheme);
          if (scheme.equals(wanted) || (wanted == null && schemes.size() == 1)) {
            view.put("scheme", scheme);
            view.put("version", rows.getInt(2));
            view.put("count", rows.getInt(3));
            view.put("tokens", tokens(scheme, (Object[]) rows.getArray(4).getArray()));
          }
        }
      }
    }
    if (wanted != null && !schemes.contains(wanted)) {
      throw BadRequest.notFound("The file has no tokens of scheme " + wanted + ".");
    }
    view.put("schemes", schemes);
    return view;
  }

  /** Pairs of a token and its name; a scheme that a newer version made has no names here. */
  private static List<List<Object>> tokens(String label, Object[] ids) {
    Optional<TokenScheme> scheme = TokenSchemes.named(label);
    List<List<Object>> tokens = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      int token = ((Number) ids[i]).intValue();
      int position = i;
      tokens.add(List.of(token, scheme.map(known -> known.name(token, position)).orElse("")));
    }
    return tokens;
  }
}
