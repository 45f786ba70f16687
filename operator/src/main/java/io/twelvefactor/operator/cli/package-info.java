/**
 * The command line: {@code render} offline, and what a team does with its apps in a cluster, as
 * {@code kubectl twelvefactor}. Quarkus never starts for it.
 *
 * <p>Each command is a class. Commands that ask a cluster begin with {@code AppCommand}; those that
 * change a spec go through {@code SpecChange}, which leaves an app that Git holds to Git. Classes
 * that end in {@code Text} are pure: what is read in, what is printed out. No command shows a value
 * of config, only keys and where they come from.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/">kubectl
 *     plugins</a>
 */
package io.twelvefactor.operator.cli;
