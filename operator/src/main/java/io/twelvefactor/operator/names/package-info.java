/** The words on objects: names, labels, annotations, selectors. Each is spelled here only. */
package io.twelvefactor.operator.names;
