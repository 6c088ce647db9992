/** The command line: the program's entry, exit codes, what a person sees while a job runs. */
package io.partita.cli;
