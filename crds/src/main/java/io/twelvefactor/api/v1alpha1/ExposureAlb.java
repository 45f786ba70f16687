package io.twelvefactor.api.v1alpha1;

import static io.twelvefactor.api.v1alpha1.Absent.asEmpty;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What only an Application Load Balancer has.
 *
 * @see <a
 *     href="https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/">annotations
 *     of the AWS Load Balancer Controller</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExposureAlb(
    @JsonPropertyDescription(
            "true: reachable from the internet. Default: from inside the VPC only. One load"
                + " balancer has one scheme: the same in all of a group.")
        Boolean internetFacing,
    @JsonPropertyDescription(
            "Ingresses of one group share a load balancer. Default: what the namespace's annotation"
                + " twelvefactor.io/alb-group names, else the namespace's own name; without hosts"
                + " none, since it would answer for every host of the group.")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$')",
            message =
                "a group is named by lower-case letters, digits, '-' and '.', and begins and ends"
                    + " with a letter or digit")
        String group,
    @JsonPropertyDescription(
            "ARNs of certificates of AWS Certificate Manager. Default with tls: found by the hosts.")
        @Size(max = 25)
        @ValidationRule(
            value = "self.all(a, a.matches('^arn:aws[a-z-]*:(acm|iam):.+$'))",
            messageExpression =
                "self.filter(a, !a.matches('^arn:aws[a-z-]*:(acm|iam):.+$'))[0] + \": the ARN of a"
                    + " certificate reads arn:aws:acm:<region>:<account>:certificate/<id>\"")
        List<@Size(min = 1, max = 256) String> certificateArns,
    @JsonPropertyDescription(
            "With TLS: send those who come over HTTP to HTTPS. Default true. Counts for the whole"
                + " group.")
        Boolean sslRedirect) {
  public ExposureAlb {
    certificateArns = asEmpty(certificateArns);
  }
}
