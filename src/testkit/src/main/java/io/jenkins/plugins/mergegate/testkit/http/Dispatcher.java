// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jenkins.plugins.mergegate.testkit.faults.Effect;
import io.jenkins.plugins.mergegate.testkit.faults.Faults;
import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestLog;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The way of every request: written down, faults taken, work done, answer sent. */
public final class Dispatcher implements HttpHandler {

    private static final System.Logger LOGGER = System.getLogger(Dispatcher.class.getName());
    private static final String PLAIN = "text/plain;charset=utf-8";
    private static final int CUT = -1;

    private final List<Service> services;
    private final Authenticator authenticator;
    private final Faults faults;
    private final RequestLog log;

    public Dispatcher(List<Service> services, Authenticator authenticator, Faults faults, RequestLog log) {
        this.services = List.copyOf(services);
        this.authenticator = authenticator;
        this.faults = faults;
        this.log = log;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Request request = Request.read(exchange);
        Optional<Service> service =
                services.stream().filter(part -> part.owns(request)).findFirst();
        Call call = service.map(part -> part.classify(request)).orElse(Call.OTHER);
        Optional<Identity> identity = authenticator.identify(request.header("Authorization"));
        RequestLog.Entry entry = log.open(record(request, call, identity));
        Script script = faults.take(entry.record());
        Optional<Response> response = respond(request, service, identity, script);
        if (response.isEmpty()) {
            entry.answered(CUT);
            exchange.close();
            return;
        }
        entry.answered(response.get().status());
        Sender.send(exchange, Tampering.apply(response.get(), script.answer()));
    }

    /** Nothing when the connection is to be cut. */
    private static Optional<Response> respond(
            Request request, Optional<Service> service, Optional<Identity> identity, Script script) throws IOException {
        script.before();
        Effect.Answer wanted = script.answer().orElse(null);
        if (wanted instanceof Effect.Cut cut && !cut.afterWork()) {
            script.after();
            return Optional.empty();
        }
        if (wanted instanceof Effect.Respond fixed && !fixed.afterWork()) {
            script.after();
            return Optional.of(canned(fixed));
        }
        Response real = work(request, service, identity, script);
        script.after();
        if (wanted instanceof Effect.Cut) {
            finish(real);
            return Optional.empty();
        }
        if (wanted instanceof Effect.Respond fixed) {
            finish(real);
            return Optional.of(canned(fixed));
        }
        if (wanted instanceof Effect.LeaveOpen open && real.status() == 200) {
            return Optional.of(open.status() == 200 ? real : Failures.internal(open.status(), ""));
        }
        return Optional.of(real);
    }

    private static Response work(Request request, Optional<Service> service, Optional<Identity> identity, Script script)
            throws IOException {
        if (service.isEmpty()) {
            return Response.text(404, "Not found.\n", PLAIN);
        }
        try {
            return service.get().answer(request, identity, script);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, request.method() + " " + request.path(), e);
            return Response.text(500, "Internal Server Error\n", PLAIN);
        }
    }

    /** A body that is made while it is written has to be made although nobody reads it. */
    private static void finish(Response response) throws IOException {
        response.body().write(OutputStream.nullOutputStream());
    }

    private static Response canned(Effect.Respond fixed) {
        return Response.bytes(fixed.status(), fixed.body().getBytes(StandardCharsets.UTF_8), fixed.headers());
    }

    private static RequestRecord record(Request request, Call call, Optional<Identity> identity) {
        boolean git = call == Call.GIT_FETCH || call == Call.GIT_PUSH;
        String user = identity.map(Identity::name).orElse("");
        return new RequestRecord(
                call,
                request.method(),
                request.path(),
                request.query(),
                git ? "" : request.text(),
                request.headers(),
                0,
                user);
    }
}
