/** What many commands share: how an ingest runs, their options, and how an answer is printed. */
package io.partita.run;
