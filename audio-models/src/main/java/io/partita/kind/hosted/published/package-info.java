/** Networks that weights published without code are run with: layers over time, written here. */
package io.partita.kind.hosted.published;
