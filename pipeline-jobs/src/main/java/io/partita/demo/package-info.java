/** Commands for a first look: {@code demo} and {@code sample-data}. */
package io.partita.demo;
