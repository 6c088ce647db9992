package io.partita.report.plot;

import java.util.List;

/**
 * What a query answered.
 *
 * @param columns names of the columns
 * @param cells a list for each row, as long as {@code columns}; null where the table has null.
 *     Numbers are plain decimals
 */
public record Rows(List<String> columns, List<List<String>> cells) {}
