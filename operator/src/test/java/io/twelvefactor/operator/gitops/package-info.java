/** What is given to GitOps tools (examples/gitops), run as those tools would run it. */
package io.twelvefactor.operator.gitops;
