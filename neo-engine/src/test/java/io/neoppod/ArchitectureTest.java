package io.neoppod;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the engine to the package table of `docs/architecture.md`: who may know whom, and which doors to the outside
/// world only `runtime` may open.
class ArchitectureTest {
    private static final String ROOT = "io.neoppod.";

    /// The packages, low to high: one imports only from lines above its own, and those of a line do not know each
    /// other.
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("util"),
            Set.of("protocol"),
            Set.of("runtime"),
            Set.of("net", "neolog"),
            Set.of("cluster"),
            Set.of("config"),
            Set.of("filestorage", "pickle"),
            Set.of("node"),
            Set.of("master", "storage", "admin", "client"),
            Set.of("ctl", "migrate", "reflink"),
            Set.of("embedded"));

    private static final Map<String, Integer> RANKS = ranks();

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.neoppod");

    @Test
    void packagesKnowOnlyThoseBelow() {
        check(classes().should(importOnlyLowerPackages()));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void onlyTheRuntimeOpensTheDoors(Use door) {
        check(classes().that().resideOutsideOfPackage("io.neoppod.runtime..").should(not(door.condition())));
    }

    static Stream<Use> doors() {
        return Stream.of(
                of("time", "currentTimeMillis|nanoTime", "java.lang.System"),
                of("time", "now", "java.time."),
                of("time", "system.*|tick.*", "java.time.Clock"),
                // Giving back an interruption (currentThread().interrupt()) is all that may be done to a thread.
                of("threads", "<init>|sleep|start|yield|of.*|startVirtualThread", "java.lang.Thread"),
                of("threads", ".*", "java.util.concurrent.Executors", "java.util.Timer"),
                of("threads", ".*", "java.util.concurrent.ForkJoinPool", "java.util.concurrent.ThreadPoolExecutor"),
                of("threads", "parallel.*", "java.util."),
                of("threads", ".*Async", "java.util.concurrent.")
                        .with(
                                "no executor",
                                target -> target.getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Executor.class))),
                of("chance", "random", "java.lang.Math"),
                of("chance", "<init>", "java.util.Random", "java.util.SplittableRandom"),
                of("chance", "<init>|getInstance.*", "java.security.SecureRandom"),
                of("chance", "current", "java.util.concurrent.ThreadLocalRandom"),
                of("chance", "randomUUID", "java.util.UUID"),
                of("chance", "shuffle", "java.util.Collections"),
                of(
                        "sockets",
                        "<init>|open",
                        "java.net.Socket",
                        "java.net.ServerSocket",
                        "java.nio.channels.SocketChannel"));
    }

    @Test
    void onlyTheRuntimeKnowsChannels() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.neoppod.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap.."));
    }

    @ParameterizedTest
    @MethodSource("machineDefaults")
    void nothingDependsOnTheMachinesDefaults(Use machineDefault) {
        check(classes().should(not(machineDefault.condition())));
    }

    static Stream<Use> machineDefaults() {
        return Stream.of(
                of("charset", "getBytes", "java.lang.String").withParameters(0),
                of("charset", "<init>", "java.lang.String").withParameters(1).with("bytes", bytesFirst()),
                of("charset", "<init>", "java.lang.String").withParameters(3).with("bytes", bytesFirst()),
                of("charset", "<init>", "java.io.FileReader", "java.io.FileWriter"),
                of("charset", "<init>", "java.io.InputStreamReader", "java.io.OutputStreamWriter")
                        .withParameters(1),
                of("charset", "defaultCharset", "java.nio.charset.Charset"),
                of("locale", "toLowerCase|toUpperCase", "java.lang.String").withParameters(0),
                of("locale", "format", "java.lang.String").withParameters(2),
                of("locale", "getDefault", "java.util.Locale"),
                of("time zone", "systemDefault", "java.time.ZoneId"),
                of("time zone", "getDefault", "java.util.TimeZone"));
    }

    private static Predicate<CodeUnitAccessTarget> bytesFirst() {
        return target -> target.getRawParameterTypes().get(0).isEquivalentTo(byte[].class);
    }

    @Test
    void aNodeNeverEndsTheProcess() {
        var end = of("end", "exit|halt|addShutdownHook", "java.lang.System", "java.lang.Runtime");
        check(classes().should(not(end.condition())));
    }

    @Test
    void nodesShareNothing() {
        check(fields().that().areStatic().should().beFinal());
        check(noFields().that().areStatic().should().haveRawType("org.slf4j.Logger"));
    }

    @Test
    void logsGoThroughSlf4jAlone() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        check(noClasses().should().accessField(System.class, "out"));
        check(noClasses().should().accessField(System.class, "err"));
    }

    /// Packages come into being one after the other, so a rule may for a while have nothing to look at.
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ENGINE);
    }

    private static ArchCondition<JavaClass> importOnlyLowerPackages() {
        return new ArchCondition<>("import only packages below their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String own = top(type);
                if (!RANKS.containsKey(own)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package that the table of layers does not list"));
                    return;
                }
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    String other = top(target);
                    if (!other.equals(own) && RANKS.getOrDefault(other, -1) >= RANKS.get(own)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /// The first word of a class's package below the root; empty for classes that are not ours.
    private static String top(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).replaceFirst("\\..*", "") : "";
    }

    private static Map<String, Integer> ranks() {
        var ranks = new HashMap<String, Integer>();
        for (int rank = 0; rank < LAYERS.size(); rank++) {
            for (String name : LAYERS.get(rank)) {
                ranks.put(name, rank);
            }
        }
        return Map.copyOf(ranks);
    }

    private static Use of(String what, String names, String... owners) {
        return new Use(
                "%s: %s of %s".formatted(what, names, String.join(", ", owners)),
                target -> target.getName().matches(names)
                        && Stream.of(owners)
                                .anyMatch(owner -> isOwner(target.getOwner().getName(), owner)));
    }

    /// A name that ends in a dot stands for all that begins with it.
    private static boolean isOwner(String type, String owner) {
        return owner.endsWith(".") ? type.startsWith(owner) : type.equals(owner);
    }

    /// A use of methods: a call or a method reference.
    private record Use(String description, Predicate<CodeUnitAccessTarget> test) {
        Use with(String condition, Predicate<CodeUnitAccessTarget> more) {
            return new Use(description + ", " + condition, test.and(more));
        }

        Use withParameters(int count) {
            return with(
                    count + " parameters",
                    target -> target.getRawParameterTypes().size() == count);
        }

        ArchCondition<JavaClass> condition() {
            return accessTargetWhere(DescribedPredicate.describe(
                    description,
                    access -> access.getTarget() instanceof CodeUnitAccessTarget target && test.test(target)));
        }

        @Override
        public String toString() {
            return description;
        }
    }
}
