package io.twelvefactor.operator.cli;

/**
 * Something that {@code check} found.
 *
 * @param file where it was found
 * @param line of the field in question, 1 being the first
 * @param object kind and name
 * @param rule id of the rule
 * @param message the rule's id and its sentence
 * @param refused whether the API server would refuse the object; else it would only warn
 */
record Problem(
    String file, int line, String object, String rule, String message, boolean refused) {}
