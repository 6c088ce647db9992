/** What a command gives: text or one JSON object, folders of music files, and of pages. */
package io.partita.output;
