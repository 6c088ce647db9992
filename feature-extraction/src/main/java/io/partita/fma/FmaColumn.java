package io.partita.fma;

import java.util.List;

/**
 * One column of the Free Music Archive's metadata.
 *
 * @param name in the lake, as {@code album_date_released}
 * @param header its cells in the header rows from the top, without empty ones: {@code [album,
 *     date_released]}
 * @param type of what its cells hold
 * @param meaning for a person, with the unit
 */
public record FmaColumn(String name, List<String> header, FmaType type, String meaning) {
  public FmaColumn {
    header = List.copyOf(header);
  }
}
