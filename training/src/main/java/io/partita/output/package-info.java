/** What a command gives: text or one JSON object, and folders of music files. */
package io.partita.output;
