// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Notes the time that an answer carries. */
final class ClockReader implements Interceptor {
    private volatile ClockReading latest;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Instant before = Instant.now();
        Response response = chain.proceed(chain.request());
        Instant after = Instant.now();
        Date date = response.headers().getDate("Date");
        if (date != null) {
            latest = new ClockReading(date.toInstant(), before, after);
        }
        return response;
    }

    Optional<ClockReading> latest() {
        return Optional.ofNullable(latest);
    }
}
