/** The registry of the kinds of models, and the commands that are alike for all of them. */
package io.partita.command.model;
