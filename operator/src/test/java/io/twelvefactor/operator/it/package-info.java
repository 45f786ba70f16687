/**
 * Tests of the whole operator on a real control plane: etcd, kube-apiserver, the real controllers
 * and scheduler, and KWOK for nodes. The operator runs in this JVM, under the roles it is shipped
 * with. Every status that any test makes the operator write is held against {@link
 * io.twelvefactor.operator.it.StatusOracle}.
 */
package io.twelvefactor.operator.it;
