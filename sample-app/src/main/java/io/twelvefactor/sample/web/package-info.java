/**
 * HTTP: {@code /}, {@code /hello}, {@code /table-name}, {@code /refresh-config}, and apart from
 * them {@code /health/live}, {@code /health/ready} and {@code /metrics}. While the process drains,
 * every answer asks its client to close the connection.
 */
package io.twelvefactor.sample.web;
