// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** All rows of the server: accounts, tokens, repositories. */
public final class Forge {

    private final Path directory;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Repository> repositories = new ConcurrentSkipListMap<>();
    private final Map<String, String> renamed = new ConcurrentHashMap<>();
    private final ServerOptions options = new ServerOptions();
    private final AtomicLong lastId = new AtomicLong();
    private final SecureRandom random = new SecureRandom();

    public Forge(Path directory) {
        this.directory = directory;
    }

    public ServerOptions options() {
        return options;
    }

    public long nextId() {
        return lastId.incrementAndGet();
    }

    /** Adds an account, or returns the one of that name. */
    public User user(String name, String password, boolean admin) {
        return users.computeIfAbsent(key(name), k -> new User(nextId(), name, password, admin));
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(key(name)));
    }

    public Token token(User user, String name, List<String> scopes) {
        Token token = new Token(nextId(), name, secret(), user, scopes);
        tokens.put(token.value(), token);
        return token;
    }

    /** Forty random hex digits. */
    public String secret() {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Optional<Token> token(String value) {
        return Optional.ofNullable(tokens.get(value));
    }

    public void revoke(String value) {
        tokens.remove(value);
    }

    public Path gitDirectory(String owner, String name) {
        return directory.resolve("repositories").resolve(key(owner)).resolve(key(name) + ".git");
    }

    public Path hooks() {
        return directory.resolve("hooks");
    }

    public Repository add(String owner, String name, BareRepository git) {
        Repository repository = new Repository(nextId(), owner, name, git);
        repositories.put(key(owner + "/" + name), repository);
        renamed.remove(key(owner + "/" + name));
        return repository;
    }

    public Optional<Repository> repository(String owner, String name) {
        return Optional.ofNullable(repositories.get(key(owner + "/" + name)));
    }

    public Collection<Repository> repositories() {
        return repositories.values();
    }

    /** The new full name of a repository that had this one. */
    public Optional<String> renamed(String owner, String name) {
        return Optional.ofNullable(renamed.get(key(owner + "/" + name)));
    }

    public void rename(Repository repository, String newName, BareRepository moved) {
        String old = key(repository.fullName());
        repositories.remove(old);
        repository.renamed(newName, moved);
        repositories.put(key(repository.fullName()), repository);
        renamed.put(old, repository.fullName());
    }

    /** What the account may do in the repository; nobody is logged in when there is no account. */
    public Permission permission(Optional<User> user, Repository repository) {
        if (user.isEmpty()) {
            return repository.settings().isPrivate() ? Permission.NONE : Permission.READ;
        }
        User who = user.get();
        if (who.admin() || key(who.name()).equals(key(repository.owner()))) {
            return Permission.ADMIN;
        }
        Permission granted = repository.collaborators().getOrDefault(key(who.name()), Permission.NONE);
        Permission open = repository.settings().isPrivate() ? Permission.NONE : Permission.READ;
        return granted.includes(open) ? granted : open;
    }

    /** Names are compared without case. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
