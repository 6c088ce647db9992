/**
 * Pictures and reports: axes to draw data on, curves of a training, piano and drum rolls. They know
 * nothing of where their values come from, need no display, and are the same bytes for the same
 * values on one machine.
 */
package io.partita.report;
