// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.testkit.faults.Fault;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What goes wrong on the server, the network and the disk. */
final class Weather {
    private static final List<Call> GIT = List.of(Call.GIT_INFO, Call.GIT_FETCH, Call.GIT_PUSH);
    private static final List<Call> API = List.of(
            Call.GET_REPOSITORY,
            Call.GET_BRANCH,
            Call.LIST_PULLS,
            Call.CREATE_PULL,
            Call.GET_PULL,
            Call.SET_STATUS,
            Call.COMMENT);

    private final World world;
    private final Random random;

    Weather(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** Something goes wrong at the next call of some kind; what it is. */
    String turn(Runnable somebody) {
        int what = random.nextInt(100);
        if (what < 62) {
            return merge(somebody);
        }
        Call call = what < 82 ? API.get(random.nextInt(API.size())) : GIT.get(random.nextInt(GIT.size()));
        return "the next " + call + " " + any(fault(call));
    }

    private Fault fault(Call call) {
        return world.server.faults().on(call).once();
    }

    private String any(Fault fault) {
        switch (random.nextInt(6)) {
            case 0 -> {
                fault.cut();
                return "is cut";
            }
            case 1 -> {
                fault.cutAfterWork();
                return "is cut after the work";
            }
            case 2 -> {
                fault.html(503);
                return "meets a proxy with 503";
            }
            case 3 -> {
                fault.jsonNull();
                return "is answered null";
            }
            case 4 -> {
                fault.truncate(10);
                return "is cut in its answer";
            }
            default -> {
                fault.respond(401, "{}");
                return "is not authorized";
            }
        }
    }

    private String merge(Runnable somebody) {
        Fault fault = fault(Call.MERGE);
        int what = random.nextInt(20);
        switch (what) {
            case 0 -> fault.respondAfterWork(500, "");
            case 1 -> fault.cutAfterWork();
            case 2 -> fault.respond(500, "");
            case 3 -> fault.cut();
            case 4 -> fault.respond(405, "{\"message\":\"Please try again later\"}");
            case 5 -> fault.html(502);
            case 6 -> fault.phantom();
            case 7 -> fault.leaveOpen(random.nextBoolean() ? 200 : 500);
            case 8 -> fault.conflict("merge push out of date");
            case 9 -> fault.conflict("PushRejected with remote message: cannot lock ref 'refs/heads/main'");
            case 10 -> fault.respond(429, "{}", Map.of("Retry-After", "3"));
            case 11 -> fault.respondAfterWork(409, "{\"message\":\"head out of date\"}");
            case 12 -> fault.during(MergeMoment.BEFORE_FETCH, somebody);
            case 13 -> fault.during(MergeMoment.BEFORE_PUSH, somebody);
            case 14 -> fault.during(MergeMoment.AFTER_PUSH, somebody);
            default -> world.lateMerge.arm(Duration.ofSeconds(60L * random.nextInt(2)));
        }
        return "the next merge is struck by fault " + what;
    }
}
