package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.Capability;
import io.neoppod.gui.facade.CertificateFiles;
import io.neoppod.gui.facade.CertificateFiles.Certificate;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterSource;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Reach;
import io.neoppod.gui.facade.Verdict.Severity;
import io.neoppod.protocol.NodeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// How are we in touch with this cluster, what can be done over this connection, and why not the rest?
public final class ConnectionModel {
    private static final int REMEMBERED = 60;
    private static final Duration SOON = Duration.ofDays(30);

    private final Cluster cluster;
    private final Services services;
    private final ReadOnlyLock lock;
    private final Deque<Duration> roundTrips = new ArrayDeque<>();
    private final ObservableList<Fact> touch = FXCollections.observableArrayList();
    private final ObservableList<Fact> touchShown = FXCollections.unmodifiableObservableList(touch);
    private final ObservableList<Fact> abilities = FXCollections.observableArrayList();
    private final ObservableList<Fact> abilitiesShown = FXCollections.unmodifiableObservableList(abilities);
    private final ObservableList<Row> addresses = FXCollections.observableArrayList();
    private final ObservableList<Row> addressesShown = FXCollections.unmodifiableObservableList(addresses);
    private final ObservableList<Fact> certificates = FXCollections.observableArrayList();
    private final ObservableList<Fact> certificatesShown = FXCollections.unmodifiableObservableList(certificates);
    private final ReadOnlyBooleanWrapper trying = new ReadOnlyBooleanWrapper();
    private @Nullable Instant lastSeen;

    /// An address of the cluster, and how it answered.
    ///
    /// @param took        until its first words came
    /// @param certificate that it showed, and how long it is valid
    public record Row(
            NodeType type,
            String name,
            String address,
            Severity severity,
            String answer,
            String took,
            String certificate) {}

    ConnectionModel(Cluster cluster, ReadOnlyLock lock, Services services) {
        this.cluster = cluster;
        this.lock = lock;
        this.services = services;
    }

    void apply(ClusterSnapshot snapshot) {
        var roundTrip = snapshot.contact().roundTrip();
        if (snapshot.link() == Link.LIVE
                && roundTrip != null
                && !snapshot.seen().equals(lastSeen)) {
            lastSeen = snapshot.seen();
            roundTrips.addLast(roundTrip);
            if (roundTrips.size() > REMEMBERED) {
                roundTrips.removeFirst();
            }
        }
        Lists.update(touch, touch(snapshot));
        Lists.update(abilities, abilities(snapshot));
    }

    // --- in touch

    private List<Fact> touch(ClusterSnapshot snapshot) {
        var source = snapshot.source();
        var seen = snapshot.seen();
        return List.of(
                Fact.of(Texts.of("connection.admin"), source.admin().toString()),
                new Fact(
                        Texts.of("connection.says"),
                        Texts.of(snapshot.link(), source.admin(), snapshot.detail()),
                        severity(snapshot.link())),
                Fact.of(
                        Texts.of("connection.seen"),
                        seen == null
                                ? Formats.UNKNOWN
                                : snapshot.isStale()
                                        ? Texts.of("status.old", Formats.seconds(snapshot.age()))
                                        : Texts.of("status.fresh")),
                Fact.of(Texts.of("connection.round-trip"), roundTrip()),
                Fact.of(
                        Texts.of("connection.encryption"),
                        Texts.of(source.tls() == null ? "connection.plain" : "connection.tls")),
                Fact.of(Texts.of("connection.class"), kind(source)));
    }

    private static Severity severity(Link link) {
        return switch (link) {
            case LIVE -> Severity.OK;
            case CONNECTING, STOPPED -> Severity.UNKNOWN;
            case NO_PRIMARY -> Severity.WARNING;
            default -> Severity.PROBLEM;
        };
    }

    private String roundTrip() {
        return roundTrips.isEmpty()
                ? Formats.UNKNOWN
                : Texts.of(
                        "connection.times",
                        milliseconds(roundTrips.getLast()),
                        milliseconds(roundTrips.stream()
                                .max(Comparator.naturalOrder())
                                .orElseThrow()),
                        roundTrips.size());
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    private String kind(ClusterSource source) {
        var name = Texts.of("kind." + source.kind().name());
        return lock.lockedProperty().get()
                ? name + ". " + Texts.of(lock.isForGood() ? "kind.read-only" : "kind.locked")
                : name;
    }

    // --- what can be done

    private List<Fact> abilities(ClusterSnapshot snapshot) {
        var can = snapshot.source().capabilities();
        return List.of(
                ability("connection.control", control(snapshot)),
                ability("connection.data", data(snapshot)),
                ability(
                        "connection.logs",
                        can.contains(Capability.LOGS)
                                ? new Ability(
                                        Severity.OK,
                                        Texts.of(
                                                snapshot.source().isEmbedded()
                                                        ? "connection.logs-here"
                                                        : "connection.logs-files"))
                                : new Ability(Severity.UNKNOWN, Texts.of("logs.elsewhere"))),
                ability(
                        "connection.processes",
                        can.contains(Capability.PROCESSES)
                                ? new Ability(Severity.OK, Texts.of("connection.processes-here"))
                                : new Ability(Severity.UNKNOWN, Texts.of("connection.processes-elsewhere"))));
    }

    private record Ability(Severity severity, String how) {}

    private static Fact ability(String key, Ability ability) {
        return new Fact(Texts.of(key), ability.how(), ability.severity());
    }

    private Ability control(ClusterSnapshot snapshot) {
        if (snapshot.link() != Link.LIVE) {
            return new Ability(
                    severity(snapshot.link()),
                    Texts.of(snapshot.link(), snapshot.source().admin(), snapshot.detail()));
        }
        return lock.lockedProperty().get()
                ? new Ability(
                        Severity.WARNING,
                        Texts.of(lock.isForGood() ? "connection.control-read-only" : "connection.control-locked"))
                : new Ability(Severity.OK, Texts.of("connection.control-all"));
    }

    private Ability data(ClusterSnapshot snapshot) {
        var status = cluster.data().status();
        var view = snapshot.view();
        var state = view == null ? Formats.UNKNOWN : Formats.state(view.state());
        return switch (status.state()) {
            case NOT_CONFIGURED -> new Ability(Severity.UNKNOWN, Texts.of(status.state()));
            case IDLE -> new Ability(Severity.OK, Texts.of("connection.data-idle"));
            case WAITING -> new Ability(Severity.WARNING, Texts.of(DataStatus.State.WAITING, state));
            case CONNECTING -> new Ability(Severity.UNKNOWN, Texts.of(status.state()));
            case READY -> new Ability(Severity.OK, Texts.of("connection.data-ready"));
            case IMPORTING -> new Ability(Severity.WARNING, Texts.of("connection.data-importing"));
            case FAILED -> new Ability(Severity.PROBLEM, Texts.of(status.state(), status.detail()));
        };
    }

    // --- addresses

    /// The screen is opened: what is not known yet is found out.
    public void opened() {
        if (addresses.isEmpty()) {
            tryAll();
        }
    }

    /// Tries each known address from here, and reads our certificates.
    public void tryAll() {
        if (trying.get()) {
            return;
        }
        trying.set(true);
        readCertificates();
        cluster.reach()
                .whenComplete((found, failure) -> services.userInterface().execute(() -> {
                    trying.set(false);
                    if (found != null) {
                        Lists.update(
                                addresses,
                                found.stream().map(ConnectionModel::row).toList());
                    }
                }));
    }

    private static Row row(Reach reach) {
        var took = reach.took();
        return new Row(
                reach.type(),
                Formats.nid(reach.nid()),
                reach.address().toString(),
                reach.answer().isWell() ? Severity.OK : Severity.PROBLEM,
                Texts.of(reach.answer(), reach.detail()),
                took == null ? Formats.UNKNOWN : Texts.of("connection.ms", milliseconds(took)),
                certificate(reach.certificate()));
    }

    private static String certificate(@Nullable Certificate shown) {
        return shown == null
                ? Formats.UNKNOWN
                : Texts.of("connection.until", shown.subject(), Formats.date(shown.ends()));
    }

    // --- certificates

    private void readCertificates() {
        var tls = cluster.source().tls();
        if (tls != null) {
            services.background().execute(() -> {
                var read = CertificateFiles.read(tls);
                var facts = facts(read, Instant.now());
                services.userInterface().execute(() -> Lists.update(certificates, facts));
            });
        }
    }

    static List<Fact> facts(CertificateFiles files, Instant now) {
        var facts = new ArrayList<Fact>();
        if (!files.trouble().isEmpty()) {
            facts.add(new Fact(Texts.of("connection.files"), files.trouble(), Severity.PROBLEM));
        }
        files.own().stream().map(each -> fact("connection.own", each, now)).forEach(facts::add);
        files.authority().stream()
                .map(each -> fact("connection.authority", each, now))
                .forEach(facts::add);
        facts.add(
                files.isKeySecret()
                        ? Fact.of(Texts.of("connection.key"), Texts.of("connection.key-secret"))
                        : new Fact(Texts.of("connection.key"), Texts.of("connection.key-readable"), Severity.WARNING));
        return facts;
    }

    private static Fact fact(String key, Certificate certificate, Instant now) {
        boolean isSoon = certificate.ends().isBefore(now.plus(SOON));
        return new Fact(
                Texts.of(key),
                Texts.of(
                        "connection.signed",
                        certificate.subject(),
                        certificate.issuer(),
                        Formats.time(certificate.begins()),
                        Formats.time(certificate.ends())),
                isSoon ? Severity.WARNING : Severity.OK);
    }

    // --- what is shown

    /// How the admin is reached, and how it answers.
    public ObservableList<Fact> touch() {
        return touchShown;
    }

    /// What can be done over this connection, and why not the rest.
    public ObservableList<Fact> abilities() {
        return abilitiesShown;
    }

    /// The known addresses, and how they answered last; empty before they were tried.
    public ObservableList<Row> addresses() {
        return addressesShown;
    }

    /// Our certificates; empty without encryption.
    public ObservableList<Fact> certificates() {
        return certificatesShown;
    }

    public ReadOnlyBooleanProperty tryingProperty() {
        return trying.getReadOnlyProperty();
    }

    /// Whether the connection uses encryption.
    public boolean isEncrypted() {
        return cluster.source().tls() != null;
    }

    /// The same connection for other programs.
    public List<Fact> lines() {
        var source = cluster.source();
        var lines = new ArrayList<Fact>();
        lines.add(Fact.of(Texts.of("overview.control"), source.commandLine("print summary")));
        if (!source.isEmbedded()) {
            lines.add(Fact.of(Texts.of("connection.context"), source.contextLine()));
        }
        if (source.uri() != null) {
            lines.add(Fact.of(Texts.of("overview.uri"), source.uri()));
        }
        return lines;
    }
}
