/** The plots of a report's pages: for each the query that gives its rows and how they are drawn. */
package io.partita.report.plot;
