/**
 * What the command shows: curves of a training, scores of predictions, tables, JSON. In, numbers;
 * out, text. Knows neither compiler nor files.
 */
package dev.bpnet.cli.report;
