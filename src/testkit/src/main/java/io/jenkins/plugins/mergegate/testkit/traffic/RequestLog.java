// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.traffic;

import java.util.ArrayList;
import java.util.List;

/** Every request in the order of arrival. */
public final class RequestLog {

    private final List<Entry> entries = new ArrayList<>();

    /** A request that is still open; its record is completed when it is answered. */
    public final class Entry {

        private RequestRecord record;

        private Entry(RequestRecord record) {
            this.record = record;
        }

        public void answered(int status) {
            synchronized (entries) {
                record = record.answered(status);
            }
        }

        public void by(String user) {
            synchronized (entries) {
                record = record.by(user);
            }
        }

        public RequestRecord record() {
            synchronized (entries) {
                return record;
            }
        }
    }

    public Entry open(RequestRecord record) {
        Entry entry = new Entry(record);
        synchronized (entries) {
            entries.add(entry);
        }
        return entry;
    }

    public List<RequestRecord> records() {
        synchronized (entries) {
            return entries.stream().map(entry -> entry.record).toList();
        }
    }

    public void clear() {
        synchronized (entries) {
            entries.clear();
        }
    }
}
