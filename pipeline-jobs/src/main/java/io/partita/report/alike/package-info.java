/**
 * What a report shows of files that hold the same music: pairs by tier, those that splits tear
 * apart, and the largest clusters with players side by side.
 */
package io.partita.report.alike;
