// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * A TCP proxy on loopback, before a server that speaks HTTP/1.1 without TLS. It hands on every byte as it is, but for the
 * one exchange that it is told to spoil. Clients that send a second request before the answer to the first are not for it.
 */
public final class FaultyWire implements AutoCloseable {
    private final URI server;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Order> order = new AtomicReference<>();
    private final AtomicInteger spoiled = new AtomicInteger();

    private record Order(Pattern firstLine, WireFault fault) {}

    private FaultyWire(URI server, ServerSocket door) {
        this.server = server;
        this.door = door;
    }

    /** @throws UncheckedIOException when no port can be opened */
    public static FaultyWire before(URI server) {
        try {
            FaultyWire wire = new FaultyWire(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            thread("wire", wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it; without a slash at its end. */
    public URI url() {
        return URI.create("http://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
    }

    /**
     * Spoils the next request of that kind, once. A second order takes the place of the first.
     *
     * @param firstLine a regular expression that is looked for in the request line, as {@code POST .*}{@code /merge HTTP}
     */
    public void spoil(String firstLine, WireFault fault) {
        order.set(new Order(Pattern.compile(firstLine), fault));
    }

    /** How many exchanges were spoiled. */
    public int spoiled() {
        return spoiled.get();
    }

    /** The fault for a request, at most once for each order; null for none. */
    WireFault faultOf(String firstLine) {
        Order now = order.get();
        if (now == null || !now.firstLine().matcher(firstLine).find() || !order.compareAndSet(now, null)) {
            return null;
        }
        spoiled.incrementAndGet();
        return now.fault();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                // The door is closed.
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            Socket upstream = new Socket(server.getHost(), server.getPort());
            open.add(upstream);
            Exchange exchange = new Exchange(this, client, upstream);
            thread("wire-up", exchange::requests);
            thread("wire-down", exchange::answers);
        } catch (IOException e) {
            // The server is gone, and so is this connection.
            close(client);
        }
    }

    void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(this::close);
    }
}
