// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.service.MergeOrder;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;

/** Reads the body of a merge call, with the key names that the version knows. */
final class MergeOrders {

    private MergeOrders() {}

    static MergeOrder read(ApiRequest request, Flavour flavour) {
        String word = request.required("Do", "Do");
        MergeStyle style = MergeStyle.of(word).orElseThrow(() -> Refusal.of(422, "[Do]: In"));
        return new MergeOrder(
                style,
                either(request, flavour, "MergeTitleField", "merge_title_field"),
                either(request, flavour, "MergeMessageField", "merge_message_field"),
                request.text("head_commit_id"),
                either(request, flavour, "MergeCommitID", "merge_commit_id"),
                request.flag("force_merge").orElse(false),
                request.flag("merge_when_checks_succeed").orElse(false),
                request.flag("delete_branch_after_merge"));
    }

    private static String either(ApiRequest request, Flavour flavour, String old, String young) {
        String value = request.text(old);
        return value.isEmpty() && flavour != Flavour.V1_22 ? request.text(young) : value;
    }
}
