/** The command line, for which no cluster is asked and Quarkus never starts. */
package io.twelvefactor.operator.cli;
