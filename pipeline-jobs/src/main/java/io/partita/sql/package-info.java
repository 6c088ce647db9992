/** The lake in SQL: {@code sql} with its shell, {@code sql-server} and {@code tables}. */
package io.partita.sql;
