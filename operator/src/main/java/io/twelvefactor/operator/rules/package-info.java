/**
 * The rules of the twelve factors, written once: the ValidatingAdmissionPolicies in {@code
 * resources/factors}, which the API server evaluates at admission, are loaded here and evaluated
 * with cel-java, by the operator (rules change after admission, and policies may be absent) and by
 * {@code check} without a cluster. A corpus holds both to the same answers, message for message.
 *
 * <p>Pure. An app is a JSON object here, as the API server has it: maps, lists, texts, numbers,
 * booleans and null. A message begins with the id of its rule, such as {@code
 * build-release-run/digest}, and says what is wrong, where, and how to mend it.
 */
package io.twelvefactor.operator.rules;
