// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import io.jenkins.plugins.mergegate.testkit.http.Service;
import io.jenkins.plugins.mergegate.testkit.service.Core;
import io.jenkins.plugins.mergegate.testkit.view.PullView;
import io.jenkins.plugins.mergegate.testkit.view.RepositoryView;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts of the API together. */
public final class Api {

    private Api() {}

    public static Service over(Core core, URI root) {
        String address = root.toString();
        RepositoryView repositories = new RepositoryView(core.views());
        PullView pulls = new PullView(core.views());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new AccountsApi(core.forge(), core.views()).routes());
        routes.addAll(new RepositoriesApi(core.forge(), core.repositories(), repositories).routes());
        routes.addAll(new BranchesApi(core.forge(), core.cleaner(), address).routes());
        routes.addAll(new ContentsApi().routes());
        routes.addAll(new ProtectionsApi(core.mergeabilities()).routes());
        routes.addAll(new MergeApi(core.forge(), core.merger(), core.autoMerges()).routes());
        routes.addAll(new ReviewsApi(core.forge(), core.reviews(), core.views(), address).routes());
        routes.addAll(new PullsApi(core.forge(), core.pulls(), core.mergeabilities(), pulls, address).routes());
        routes.addAll(new StatusesApi(core.forge(), core.statuses(), core.views(), address).routes());
        routes.addAll(new CommentsApi(core.forge(), core.views(), address).routes());
        routes.addAll(new HooksApi(core.forge(), core.views()).routes());
        return new ApiService(core.forge(), root, routes);
    }
}
