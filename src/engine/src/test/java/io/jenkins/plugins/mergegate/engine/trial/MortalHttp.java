// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** The way of a process to Gitea. */
record MortalHttp(GateProcess process, World world) implements Interceptor {
    private static final String MERGE = "POST merge";

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String what = request.method() + " "
                + request.url().pathSegments().get(request.url().pathSize() - 1);
        process.reach(new Moment(process, Moment.Port.HTTP, what, true));
        Response response;
        try {
            boolean late = what.equals(MERGE) && world.lateMerge.delaysCalls();
            long millis = late ? LateMerge.PATIENCE_MILLIS : world.apiTimeout.toMillis();
            response =
                    chain.withReadTimeout((int) millis, TimeUnit.MILLISECONDS).proceed(request);
        } catch (IOException failure) {
            if (what.equals(MERGE)) {
                world.lateMerge.clientIsGone();
            }
            process.reach(new Moment(process, Moment.Port.HTTP, what, false));
            throw failure;
        }
        try {
            process.reach(new Moment(process, Moment.Port.HTTP, what, false));
            return response;
        } catch (IOException | Crash end) {
            response.close();
            throw end;
        }
    }
}
