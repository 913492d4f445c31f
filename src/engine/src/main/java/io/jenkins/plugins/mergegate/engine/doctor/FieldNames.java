// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

/** What the person who reads the findings knows the inputs by: options of the command, or fields of a form. */
public record FieldNames(String url, String token, String repository, String target, String remote, String style) {}
