/** Commands that are alike for all models, the registry of their jobs, and the engines. */
package io.partita.command.model;
