package io.neoppod.gui.model;

import io.neoppod.config.ConfigException;
import io.neoppod.config.Context;
import io.neoppod.config.Context.Kind;
import io.neoppod.config.UserPaths;
import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterFacade;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.ClusterSources;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Trial;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.runtime.TlsSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// How a cluster elsewhere is reached: what is typed, whether it works, and the same on the command line.
public final class ConnectModel {
    private final Services services;
    private final SavedClusters saved;
    private final Consumer<ClusterFacade> onOpened;
    private final StringProperty name = new SimpleStringProperty("");
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.development);
    private final StringProperty address = new SimpleStringProperty("127.0.0.1:" + ClusterSources.ADMIN_PORT);
    private final StringProperty masters = new SimpleStringProperty("");
    private final StringProperty cluster = new SimpleStringProperty("");
    private final StringProperty ca = new SimpleStringProperty("");
    private final StringProperty certificate = new SimpleStringProperty("");
    private final StringProperty key = new SimpleStringProperty("");
    private final StringProperty logs = new SimpleStringProperty("");
    private final BooleanProperty readOnly = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Severity> severity = new ReadOnlyObjectWrapper<>(Severity.UNKNOWN);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private @Nullable Context edited;

    /// @param onOpened gets the cluster that is connected to
    ConnectModel(Services services, SavedClusters saved, Consumer<ClusterFacade> onOpened) {
        this.services = services;
        this.saved = saved;
        this.onOpened = onOpened;
        for (var field : List.of(address, masters, cluster, ca, certificate, key)) {
            field.addListener((_, _, _) -> say(Severity.UNKNOWN, ""));
        }
        // Not while a field is still busy with what was pasted.
        address.addListener((_, before, typed) -> {
            var uri = ClusterUri.parse(typed);
            if (uri != null) {
                services.userInterface().execute(() -> take(uri, before));
            }
        });
    }

    /// What clients are given is taken apart; the address of an admin node is not in it.
    ///
    /// @param before address that was there
    private void take(ClusterUri uri, String before) {
        address.set(before);
        masters.set(uri.masters());
        cluster.set(uri.cluster());
        ca.set(uri.files().getOrDefault("ca", ""));
        certificate.set(uri.files().getOrDefault("cert", ""));
        key.set(uri.files().getOrDefault("key", ""));
        say(Severity.UNKNOWN, Texts.of("connect.taken", uri.cluster()));
    }

    /// Fills the form with a saved cluster.
    public void edit(Context context) {
        edited = context;
        name.set(context.name());
        kind.set(context.kind());
        address.set(orEmpty(context.address()));
        masters.set(String.join(" ", context.masters()));
        cluster.set(orEmpty(context.cluster()));
        var tls = context.tls();
        ca.set(tls == null ? "" : tls.ca().toString());
        certificate.set(tls == null ? "" : tls.certificate().toString());
        key.set(tls == null ? "" : tls.key().toString());
        logs.set(context.logs().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        readOnly.set(context.options().readOnly());
    }

    /// Fills the form with all that is known of a saved cluster, under a name that is free.
    public void duplicate(Context context) {
        edit(context.withName(IntStream.iterate(2, number -> number + 1)
                .mapToObj(number -> context.name() + " " + number)
                .filter(this::isFree)
                .findFirst()
                .orElseThrow()));
    }

    private boolean isFree(String wanted) {
        return saved.all().stream().noneMatch(context -> context.name().equals(wanted));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// What the form says; what it does not show of a saved cluster stays.
    private Context context() throws ConfigException {
        var typed = address.get().strip();
        var called = name.get().isBlank() ? typed : name.get().strip();
        boolean isEdit = edited != null && edited.name().equals(called);
        var options = isEdit ? edited.options() : Context.Options.DEFAULT;
        var others = masters.get().strip();
        return new Context(
                        called,
                        kind.get(),
                        typed,
                        others.isEmpty() ? List.of() : List.of(others.split("[\\s,]+")),
                        cluster.get().isBlank() ? null : cluster.get().strip(),
                        tls(),
                        null,
                        logs(),
                        isEdit ? edited.metrics() : List.of(),
                        new Context.Options(options.pollSeconds(), readOnly.get()))
                .validated();
    }

    private List<Path> logs() throws ConfigException {
        var paths = new ArrayList<Path>();
        for (var typed : logs.get().split(File.pathSeparator)) {
            if (!typed.isBlank()) {
                paths.add(UserPaths.parse(typed.strip()).toAbsolutePath());
            }
        }
        return paths;
    }

    private @Nullable TlsSettings tls() throws ConfigException {
        if (ca.get().isBlank() && certificate.get().isBlank() && key.get().isBlank()) {
            return null;
        }
        if (ca.get().isBlank() || certificate.get().isBlank() || key.get().isBlank()) {
            throw new ConfigException(Texts.of("connect.all-files"));
        }
        return new TlsSettings(
                UserPaths.parse(ca.get().strip()),
                UserPaths.parse(certificate.get().strip()),
                UserPaths.parse(key.get().strip()));
    }

    /// Tells whether the cluster can be reached so.
    public void test() {
        resolve((_, source) -> {
            var trial = Trial.of(source);
            services.userInterface().execute(() -> show(source, trial));
        });
    }

    /// Saves the cluster and opens it. It need not be there yet: the screens say so.
    public void connect() {
        resolve((context, source) -> services.userInterface().execute(() -> {
            busy.set(false);
            say(Severity.UNKNOWN, "");
            saved.save(context);
            onOpened.accept(ClusterFacade.connect(source));
        }));
    }

    /// Tells the command line that saves the same.
    ///
    /// @param use gets it
    public void command(Consumer<String> use) {
        resolve((_, source) -> services.userInterface().execute(() -> {
            busy.set(false);
            say(Severity.OK, Texts.of("connect.copied", source.contextLine()));
            use.accept(source.contextLine());
        }));
    }

    private interface Use {
        void of(Context context, ClusterSource source) throws InterruptedException;
    }

    /// Names are looked up off the thread of the user interface.
    private void resolve(Use use) {
        Context context;
        try {
            context = context();
        } catch (ConfigException wrong) {
            say(Severity.PROBLEM, wrong.getMessage());
            return;
        }
        busy.set(true);
        say(Severity.UNKNOWN, Texts.of("connect.trying"));
        Thread.ofVirtual().start(() -> {
            try {
                use.of(context, ClusterSources.of(context));
            } catch (ConfigException wrong) {
                services.userInterface().execute(() -> {
                    busy.set(false);
                    say(Severity.PROBLEM, wrong.getMessage());
                });
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void show(ClusterSource source, Trial trial) {
        busy.set(false);
        if (trial.link() != Link.LIVE) {
            say(
                    trial.link() == Link.NO_PRIMARY ? Severity.WARNING : Severity.PROBLEM,
                    Texts.of(trial.link(), source.admin(), trial.detail()));
            return;
        }
        var answers = Texts.of(
                source.tls() == null ? "connect.answers" : "connect.answers-tls",
                Formats.state(trial.state()),
                Formats.nid(trial.primary()));
        switch (trial.masters()) {
            case NOT_ASKED -> say(Severity.OK, answers);
            case FINE -> say(Severity.OK, answers + " " + Texts.of("connect.masters"));
            case OTHER_NAME ->
                say(Severity.PROBLEM, answers + " " + Texts.of("connect.other-name", String.valueOf(source.cluster())));
            case UNREACHABLE -> say(Severity.WARNING, answers + " " + Texts.of("connect.no-master"));
        }
    }

    private void say(Severity how, String words) {
        severity.set(how);
        verdict.set(words);
    }

    public StringProperty nameProperty() {
        return name;
    }

    public ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    public StringProperty addressProperty() {
        return address;
    }

    /// Addresses separated by spaces or commas.
    public StringProperty mastersProperty() {
        return masters;
    }

    public StringProperty clusterProperty() {
        return cluster;
    }

    public StringProperty caProperty() {
        return ca;
    }

    public StringProperty certificateProperty() {
        return certificate;
    }

    public StringProperty keyProperty() {
        return key;
    }

    /// Log files and folders of them, separated as paths are on this system.
    public StringProperty logsProperty() {
        return logs;
    }

    /// Whether the app shall change nothing of it.
    public BooleanProperty readOnlyProperty() {
        return readOnly;
    }

    /// What is known of the cluster as it is typed, or what is wrong with it; empty before anything was tried.
    public ReadOnlyStringProperty verdictProperty() {
        return verdict.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Severity> severityProperty() {
        return severity.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }
}
