/** What examples of each form are: tables, cutting, rows, scores, distances and pictures. */
package io.partita.form;
