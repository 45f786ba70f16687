/** The rules offline, and the corpus of good and bad apps that CorpusIT holds the API server to. */
package io.twelvefactor.operator.rules;
