package io.partita.report;

import java.util.List;

/**
 * Figures under a heading.
 *
 * @param tells where they come from
 */
record FigureGroup(String title, String tells, List<Figure> figures) {}
