package io.neoppod.sim;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Gives each run of a [SimulationTest] a simulation with a seed of its own.
final class SeedRuns implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(SimulationTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return seeds(context.getRequiredTestMethod().getAnnotation(SimulationTest.class))
                .distinct()
                .mapToObj(Run::new);
    }

    private static LongStream seeds(SimulationTest test) {
        var one = Long.getLong("sim.seed");
        if (one != null) {
            return LongStream.of(one);
        }
        var count = Long.getLong("sim.seeds");
        long first = count == null ? 1 : RandomGenerator.getDefault().nextLong(1, 1L << 40);
        var fresh = LongStream.range(first, first + (count == null ? test.seeds() : count));
        return LongStream.concat(LongStream.of(test.regressions()), fresh);
    }

    private record Run(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ParameterResolver() {
                @Override
                public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
                    return parameter.getParameter().getType() == Simulation.class;
                }

                @Override
                public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
                    return new Simulation(seed);
                }
            });
        }
    }
}
