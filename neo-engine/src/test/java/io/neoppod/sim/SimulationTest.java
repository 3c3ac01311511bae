package io.neoppod.sim;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A scenario that takes a [Simulation] and is run with several seeds.
///
/// `-Dsim.seed=…` runs one seed, to replay a failure; `-Dsim.seeds=…` runs that many, from a random one on.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeedRuns.class)
public @interface SimulationTest {

    /// How many seeds a default build runs: 1, 2, 3 and so on.
    int seeds() default 10;

    /// Seeds that failed once, run always.
    long[] regressions() default {};
}
