/** Apps, facts and plans for tests that need no cluster. */
package io.twelvefactor.operator.sample;
