/**
 * The API: {@code TwelveFactorApp}, version {@code twelvefactor.io/v1alpha1}.
 *
 * <p>Every type is an immutable record whose components are the fields of the resource; the
 * CustomResourceDefinition in {@code crds/generated} is made from them, and a test fails when the
 * two differ. Three rules hold throughout:
 *
 * <ul>
 *   <li>every field has a description ({@code kubectl explain} is the reference) and a bound, which
 *       is also what keeps CEL rules within the API server's cost budget;
 *   <li>nothing in {@code spec} has a schema default, because a default that the server writes is
 *       permanent drift to a GitOps tool; defaults live in code and are named in descriptions;
 *   <li>absent lists and maps read as empty, never as null.
 * </ul>
 */
package io.twelvefactor.api.v1alpha1;
