package io.partita.studio;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The items that the rows of a typed query are of: by {@code id} of {@code studio.items}, else by
 * {@code dataset} and {@code midi_md5}, or by {@code dataset}, {@code source} and {@code path} of
 * audio files. The last queries are kept, as a list asks for its pages and its facets by the same
 * one.
 */
final class TypedItems {
  private static final int KEPT = 8;

  /** No id of an item is longer. */
  private static final int LONGEST = 512;

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Key(String version, String dataset, String text) {}

  private final Queries queries;
  private final Map<Key, Set<String>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Set<String>> eldest) {
          return size() > KEPT;
        }
      };

  TypedItems(Queries queries) {
    this.queries = queries;
  }

  /**
   * Ids of items.
   *
   * @param version of the lake
   * @param dataset whose they are, where the rows do not say
   * @throws BadRequest where the query cannot be answered, or its rows are of no items
   */
  Set<String> ids(String version, String dataset, String text) throws IOException {
    Key key = new Key(version, dataset, text);
    Set<String> ids;
    synchronized (kept) {
      ids = kept.get(key);
    }
    if (ids == null) {
      ids = Set.of(JSON.readValue(queries.ids(text, dataset), String[].class));
      synchronized (kept) {
        kept.put(key, ids);
      }
    }
    return ids;
  }

  /** Ids of the items of an answer's rows. */
  @SuppressWarnings("unchecked") // as TypedSql makes them
  static Set<String> ids(Map<String, Object> answer, String dataset) {
    List<String> columns =
        ((List<Map<String, Object>>) answer.get("columns"))
            .stream().map(column -> (String) column.get("name")).toList();
    int id = columns.indexOf("id");
    int md5 = columns.indexOf("midi_md5");
    int source = columns.indexOf("source");
    int path = columns.indexOf("path");
    int of = columns.indexOf("dataset");
    if (id < 0 && md5 < 0 && (source < 0 || path < 0)) {
      throw new BadRequest("Rows of items have a column id, midi_md5, or source and path.");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (List<Object> row : (List<List<Object>>) answer.get("rows")) {
      String set = of < 0 ? dataset : String.valueOf(row.get(of));
      String one =
          id >= 0
              ? String.valueOf(row.get(id))
              : set + "~" + (md5 >= 0 ? row.get(md5) : md5(row.get(source), row.get(path)));
      if (one.length() <= LONGEST) {
        ids.add(one);
      }
    }
    return ids;
  }

  private static String md5(Object source, Object path) {
    return RejectedFiles.md5((source + "/" + path).getBytes(StandardCharsets.UTF_8));
  }
}
