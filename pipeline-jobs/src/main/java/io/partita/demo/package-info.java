/** Commands for a first look: {@code demo} and {@code sample}. */
package io.partita.demo;
