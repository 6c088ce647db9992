/** The lake in SQL: {@code sql} with its shell, {@code sql serve} and {@code tables}. */
package io.partita.sql;
